<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

namespace Ratatosk;

/** Ratatosk could not be asked, or said no. The message is for people. */
final class Failure extends \RuntimeException
{
    private int $status;
    private bool $temporary;

    /**
     * @param int $status of the answer; 0 if none came
     * @param bool $temporary whether the same request may succeed later
     */
    public function __construct(string $message, int $status, bool $temporary)
    {
        parent::__construct($message);
        $this->status = $status;
        $this->temporary = $temporary;
    }

    public function status(): int
    {
        return $this->status;
    }

    public function temporary(): bool
    {
        return $this->temporary;
    }
}
