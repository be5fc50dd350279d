<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

// One of several processes at one outbox: outbox-job.php DIALECT write NAME COUNT | read COUNT. A reader prints what it read.

use Ratatosk\Outbox;

require __DIR__ . '/../lib/autoload.php';
require __DIR__ . '/Databases.php';

[, $dialect, $what] = $argv;
$database = Databases::join($dialect);
$outbox = new Outbox($database, 't_');
$count = (int) end($argv);
if ($what === 'write') {
    for ($n = 1; $n <= $count; $n++) {
        $database->begin();
        $outbox->add(['id' => $argv[3] . $n], 'x', 1700000000);
        $database->commit();
    }
} else {
    $seq = 0;
    $ids = [];
    while (count($ids) < $count) {
        foreach ($outbox->after($seq, 7) as $event) {
            $seq = $event['seq'];
            $ids[] = $event['activity']['id'];
        }
    }
    echo implode(' ', $ids), "\n";
}
