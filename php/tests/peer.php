<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

// The far end of a connection: prints its port, takes one request, prints it as JSON, and answers with its argument.
$server = stream_socket_server('tcp://127.0.0.1:0');
echo substr(strrchr(stream_socket_get_name($server, false), ':'), 1), "\n";
$connection = stream_socket_accept($server, 20);
$head = '';
while (strpos($head, "\r\n\r\n") === false && !feof($connection)) {
    $head .= fgets($connection);
}
$length = preg_match('/^content-length: (\d+)/im', $head, $match) ? (int) $match[1] : 0;
$body = $length > 0 ? stream_get_contents($connection, $length) : '';
fwrite($connection, str_replace('\r\n', "\r\n", $argv[1]));
fclose($connection);
echo json_encode([$head, $body]), "\n";
