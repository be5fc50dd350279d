<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

namespace Ratatosk;

/** A row with that key is there already. */
final class Taken extends \RuntimeException
{
}
