<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

namespace Ratatosk;

/**
 * What a site does for Ratatosk. A site overrides what it offers; all else it refuses. Ids are the site's own and for life. "As" is the
 * member in whose name something is done: the site decides whether that member may. Each method throws Refusal with a sentence for
 * the person who asked.
 */
abstract class Site
{
    /**
     * Looks whether a password is right, with the same work for names that do not exist.
     *
     * @return array{preferredUsername: string, name: string, id?: string, url?: string, icon?: array|null,
     *     roles?: string[]}|null null if it is wrong
     */
    public function checkPassword(string $user, string $password): ?array
    {
        throw Refusal::notOffered();
    }

    /**
     * Makes a password by which Ratatosk acts as this member, in place of the one before.
     *
     * @return array{user: string, password: string}
     */
    public function credentials(string $user): array
    {
        throw Refusal::notOffered();
    }

    /** Is this request really made for that member? Sites with a password per member look at the Basic authorisation. */
    public function proves(string $as, Request $request): bool
    {
        return true;
    }

    public function publish(string $as, Draft $draft): Made
    {
        throw Refusal::notOffered();
    }

    /** The whole post anew. */
    public function edit(string $as, string $id, Draft $draft): Made
    {
        throw Refusal::notOffered();
    }

    /** What is gone already is no error. */
    public function delete(string $as, string $id): void
    {
        throw Refusal::notOffered();
    }

    public function comment(Reply $reply): Made
    {
        throw Refusal::notOffered();
    }

    public function editComment(string $as, string $id, string $text): Made
    {
        throw Refusal::notOffered();
    }

    /** What is gone already is no error. */
    public function deleteComment(string $as, string $id): void
    {
        throw Refusal::notOffered();
    }

    /** @param string $verdict approve, hold, spam or trash */
    public function moderate(string $as, string $id, string $verdict): Made
    {
        throw Refusal::notOffered();
    }

    /**
     * Keeps that a member likes something, or does so no more; what is so already is no error.
     *
     * @param string $kind post or comment
     */
    public function like(string $as, string $kind, string $id, bool $likes): void
    {
        throw Refusal::notOffered();
    }

    /**
     * Does as a member what that member did about another; what is so already is no error.
     *
     * @param string $does follow, unfollow, accept, reject, block or unblock
     */
    public function buddy(string $as, string $does, string $other): void
    {
        throw Refusal::notOffered();
    }

    /**
     * All buddies as they are now, page by page. A site that keeps none refuses this as not offered.
     *
     * @param string $after where the page before ended; empty for the first
     * @return array{items: array[], next: ?string} activities: Follow, Accept, Block or Add
     */
    public function buddies(string $after, int $limit): array
    {
        throw Refusal::notOffered();
    }

    /**
     * Keeps a file.
     *
     * @param string $type as image/png
     * @param string $data its bytes
     * @return array{id: string, url: string}
     */
    public function upload(string $as, string $name, string $type, string $data): array
    {
        throw Refusal::notOffered();
    }
}
