<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

use Ratatosk\Key;
use Ratatosk\Signature;

final class SignatureTest
{
    private const NOW = 1674087231;
    private Key $key;

    public function __construct()
    {
        $this->key = Key::parse('site1:whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
    }

    /** The example that libraries for Standard Webhooks are tried with, as computed by openssl. */
    public function isThatOfStandardWebhooks(): void
    {
        $headers = [
            'webhook-id' => 'msg_p5jXN8AQM9LWM0D4loKWxJek',
            'webhook-timestamp' => '1614265330',
            'webhook-signature' => 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
            'ratatosk-key' => 'site1',
        ];
        Check::true(Signature::verifies([$this->key], $headers, '{"test": 2432232314}', 1614265330), 'the known signature');
        Check::true(!Signature::verifies([$this->key], $headers, '{"test": 2432232315}', 1614265330), 'of another body');
    }

    public function agreesWithOpenssl(): void
    {
        $headers = Signature::headers($this->key, "POST /x?y=1\nkörper", self::NOW);
        $command = 'openssl dgst -sha256 -mac HMAC -macopt hexkey:' . bin2hex($this->key->secret()) . ' -binary | base64';
        $process = proc_open(['sh', '-c', $command], [['pipe', 'r'], ['pipe', 'w']], $pipes);
        fwrite($pipes[0], $headers['webhook-id'] . '.' . $headers['webhook-timestamp'] . ".POST /x?y=1\nkörper");
        fclose($pipes[0]);
        Check::same('v1,' . trim(stream_get_contents($pipes[1])), $headers['webhook-signature']);
        Check::same(0, proc_close($process));
    }

    public function isGoodForFiveMinutesBothWays(): void
    {
        $headers = Signature::headers($this->key, 'x', self::NOW);
        foreach ([-301 => false, -300 => true, 0 => true, 300 => true, 301 => false] as $off => $good) {
            Check::same($good, Signature::verifies([$this->key], $headers, 'x', self::NOW + $off), "off by $off s");
        }
    }

    public function coversEachPart(): void
    {
        $headers = Signature::headers($this->key, 'x', self::NOW);
        foreach ([
            ['webhook-id' => 'msg_other'],
            ['webhook-timestamp' => (string) (self::NOW + 1)],
            ['webhook-signature' => 'v1,AAAA'],
            ['webhook-signature' => ''],
            ['ratatosk-key' => 'other'],
            ['webhook-id' => ''],
            ['webhook-timestamp' => self::NOW . ' '],
        ] as $change) {
            Check::true(!Signature::verifies([$this->key], $change + $headers, 'x', self::NOW), 'refused: ' . json_encode($change));
        }
        Check::true(!Signature::verifies([], $headers, 'x', self::NOW), 'no keys at all');
        Check::true(!Signature::verifies([$this->key], [], 'x', self::NOW), 'no headers at all');
    }

    public function oneOfSeveralIsEnough(): void
    {
        $headers = Signature::headers($this->key, 'x', self::NOW);
        $good = $headers['webhook-signature'];
        foreach (["v1,AAAA v2,what $good", "$good v1,AAAA"] as $several) {
            $headers['webhook-signature'] = $several;
            Check::true(Signature::verifies([$this->key], $headers, 'x', self::NOW), $several);
        }
    }

    public function ofAnOldKeyIsGoodWhileThatIsValid(): void
    {
        $new = Key::parse('site2:whsec_' . base64_encode(str_repeat('n', 32)));
        $headers = Signature::headers($this->key, 'x', self::NOW);
        Check::true(Signature::verifies([$new, $this->key], $headers, 'x', self::NOW), 'both valid');
        Check::true(!Signature::verifies([$new], $headers, 'x', self::NOW), 'the old one revoked');
    }

    public function namesEachTryAnew(): void
    {
        $one = Signature::headers($this->key, 'x', self::NOW);
        $other = Signature::headers($this->key, 'x', self::NOW);
        Check::true($one['webhook-id'] !== $other['webhook-id'], 'ids differ');
    }
}
