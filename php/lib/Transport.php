<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

namespace Ratatosk;

/** Takes requests elsewhere. Follows no redirect. */
interface Transport
{
    /**
     * @throws Failure if no answer came
     */
    public function send(Request $request): Response;
}
