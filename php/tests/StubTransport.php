<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

use Ratatosk\Request;
use Ratatosk\Response;
use Ratatosk\Transport;

/** The far end of the wire: keeps what was sent, and answers as it is told. */
final class StubTransport implements Transport
{
    /** @var Request[] */
    public array $requests = [];

    /** @var callable gets the request, gives the response or throws */
    public $answer;

    public function __construct(?callable $answer = null)
    {
        $this->answer = $answer ?? static function (): Response {
            return Response::json(202, ['accepted' => 1]);
        };
    }

    public function send(Request $request): Response
    {
        $this->requests[] = $request;
        return ($this->answer)($request);
    }
}
