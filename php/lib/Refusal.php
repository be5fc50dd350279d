<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

namespace Ratatosk;

/** A site's no to a request. Its message is shown to the person who asked. */
final class Refusal extends \RuntimeException
{
    private int $status;
    private ?int $retryAfter;

    private function __construct(int $status, string $message, ?int $retryAfter = null)
    {
        parent::__construct($message);
        $this->status = $status;
        $this->retryAfter = $retryAfter;
    }

    /** This person may not, or is no member. */
    public static function forbidden(string $message): self
    {
        return new self(403, $message);
    }

    /** There is no such post or comment. */
    public static function notFound(string $message): self
    {
        return new self(404, $message);
    }

    /** What is asked for cannot be done as it is. */
    public static function unfit(string $message): self
    {
        return new self(422, $message);
    }

    /** Too often: again after so many seconds. */
    public static function tooOften(string $message, int $seconds): self
    {
        return new self(429, $message, $seconds);
    }

    /** Not now: again after so many seconds. */
    public static function busy(int $seconds): self
    {
        return new self(503, 'The site is busy with this.', $seconds);
    }

    /** The site does not do such things at all. */
    public static function notOffered(string $message = 'This site does not offer that.'): self
    {
        return new self(501, $message);
    }

    /** The request is damaged. */
    public static function malformed(string $message): self
    {
        return new self(400, $message);
    }

    public function response(): Response
    {
        return Response::problem($this->status, $this->getMessage(), $this->retryAfter);
    }
}
