<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

namespace Ratatosk;

/** The little of SQL that the library needs. Parameters are written as ?. */
interface Database
{
    /** Its kind: mysql, sqlite or pgsql. */
    public function dialect(): string;

    /**
     * Changes something.
     *
     * @return int how many rows
     * @throws Taken if a row with that key is there already
     * @throws \RuntimeException if it failed otherwise
     */
    public function run(string $sql, array $parameters = []): int;

    /**
     * Reads.
     *
     * @return array<string, mixed>[]
     * @throws \RuntimeException if it failed
     */
    public function rows(string $sql, array $parameters = []): array;

    /** Begins a transaction; where the engine has none, nothing happens. */
    public function begin(): void;

    public function commit(): void;

    public function rollBack(): void;
}
