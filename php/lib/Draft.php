<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

namespace Ratatosk;

/** What a member wants to post. */
final class Draft
{
    public string $title;

    /** Plain text. */
    public string $text;

    /** @var string[] */
    public array $tags;

    /** public, friends or private; what the site does not have it refuses as unfit. */
    public string $visibility;

    public string $mood;

    public function __construct(array $fields)
    {
        $this->title = self::text($fields, 'title');
        $this->text = self::text($fields, 'text');
        $this->tags = array_values(array_filter((array) ($fields['tags'] ?? []), 'is_string'));
        $this->visibility = self::text($fields, 'visibility') ?: 'public';
        $this->mood = self::text($fields, 'mood');
    }

    private static function text(array $fields, string $name): string
    {
        return is_string($fields[$name] ?? null) ? $fields[$name] : '';
    }
}
