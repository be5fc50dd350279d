<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

namespace Ratatosk;

/** What a request made: a post or a comment, by its id for life. Immutable. */
final class Made
{
    private array $fields;

    /**
     * @param string $url where people see it
     * @param int $at since when, in seconds
     * @param bool $held whether a moderator has to look at it first
     */
    public function __construct(string $id, string $url, int $at, bool $held = false)
    {
        $this->fields = ['id' => $id, 'url' => $url, 'at' => Activity::time($at), 'state' => $held ? 'held' : 'shown'];
    }

    public function fields(): array
    {
        return $this->fields;
    }
}
