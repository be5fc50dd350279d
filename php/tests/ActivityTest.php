<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

use Ratatosk\Activity;
use Ratatosk\Json;

final class ActivityTest
{
    public function tellsOfAPost(): void
    {
        $activity = Activity::of('Create', Activity::person('romeo', 'Romeo', 'https://s/?author=2'), Activity::article('https://s/?p=1', [
            'url' => 'https://s/one', 'name' => 'One', 'content' => '<p>1</p>', 'text' => '1', 'tags' => ['honey'],
            'to' => [Activity::EVERYBODY], 'published' => 0, 'updated' => 1,
        ]), 2);
        Check::true((bool) preg_match('/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/D', $activity['id']), 'an id');
        unset($activity['id']);
        Check::same('{"@context":"https://www.w3.org/ns/activitystreams","type":"Create","published":"1970-01-01T00:00:02Z",'
            . '"actor":{"type":"Person","id":"https://s/?author=2","preferredUsername":"romeo","name":"Romeo"},'
            . '"object":{"type":"Article","id":"https://s/?p=1","mediaType":"text/html","content":"<p>1</p>","url":"https://s/one",'
            . '"name":"One","to":["as:Public"],"published":"1970-01-01T00:00:00Z","updated":"1970-01-01T00:00:01Z",'
            . '"source":{"content":"1","mediaType":"text/plain"},"tag":[{"type":"Hashtag","name":"#honey"}]}}', Json::write($activity));
    }

    public function saysWhatACommentAnswers(): void
    {
        $note = Activity::note('c2', 'p1', null, ['content' => 'x']);
        Check::same(['p1', 'p1'], [$note['inReplyTo'], $note['context']]);
        $note = Activity::note('c3', 'p1', 'c2', ['content' => 'x']);
        Check::same(['c2', 'p1'], [$note['inReplyTo'], $note['context']]);
    }

    public function leavesOutWhatIsNotKnown(): void
    {
        Check::same(['type' => 'Person', 'name' => 'Carol'], Activity::person(null, 'Carol'));
    }

    public function keepsATombstone(): void
    {
        Check::same(
            ['type' => 'Tombstone', 'id' => 'p1', 'formerType' => 'Article', 'deleted' => '1970-01-01T00:00:00Z'],
            Activity::tombstone('p1', 'Article', 0)
        );
    }
}
