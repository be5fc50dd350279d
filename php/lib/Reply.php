<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

namespace Ratatosk;

/** What somebody wants to say about a post. */
final class Reply
{
    /** The member who says it, or null. */
    public ?string $member;

    /** The address of somebody who is no member and says it, or null. */
    public ?string $stranger;

    /** The post's id. */
    public string $post;

    /** The id of the comment that is answered, or null for the post itself. */
    public ?string $parent;

    /** Plain text. */
    public string $text;

    /** Whether a moderator has to look first, whatever the site's own rules say. */
    public bool $hold;

    public function __construct(array $fields)
    {
        foreach (['stranger', 'parent'] as $name) {
            $this->$name = is_string($fields[$name] ?? null) ? $fields[$name] : null;
        }
        $this->member = is_string($fields['as'] ?? null) ? $fields['as'] : null;
        $this->post = is_string($fields['post'] ?? null) ? $fields['post'] : '';
        $this->text = is_string($fields['text'] ?? null) ? $fields['text'] : '';
        $this->hold = ($fields['hold'] ?? false) === true;
    }
}
