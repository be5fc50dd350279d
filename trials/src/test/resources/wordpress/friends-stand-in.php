<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

/*
 * A stand-in for the friends of BuddyPress, which the tests cannot have: the functions and hooks by which the plugin of Ratatosk meets it, with
 * the names and the ways of the published ones, and nothing of their code. As there, only whoever is logged in by BuddyPress's own note
 * may accept, reject and withdraw, and a friendship is told to be deleted before its row goes.
 */

function buddypress(): stdClass
{
    static $all = null;
    if ($all === null) {
        global $wpdb;
        $all = (object) ['loggedin_user' => (object) ['id' => 0], 'friends' => (object) ['table_name' => $wpdb->prefix . 'bp_friends']];
        $wpdb->query("CREATE TABLE IF NOT EXISTS {$all->friends->table_name} (id BIGINT AUTO_INCREMENT PRIMARY KEY, initiator_user_id BIGINT,"
            . ' friend_user_id BIGINT, is_confirmed TINYINT, is_limited TINYINT, date_created DATETIME)');
    }
    return $all;
}

function friends_stand_in_row(int $one, int $other): ?object
{
    global $wpdb;
    $table = buddypress()->friends->table_name;
    $both = 'SELECT * FROM ' . $table . ' WHERE (initiator_user_id = %d AND friend_user_id = %d) OR (initiator_user_id = %d AND friend_user_id = %d)';
    return $wpdb->get_row($wpdb->prepare($both, $one, $other, $other, $one));
}

function friends_check_friendship_status(int $user, int $other): string
{
    $row = friends_stand_in_row($user, $other);
    if ($row === null) {
        return 'not_friends';
    }
    return (int) $row->is_confirmed === 1 ? 'is_friend' : ((int) $row->initiator_user_id === $user ? 'pending' : 'awaiting_response');
}

function friends_get_friendship_id(int $one, int $other): ?int
{
    $row = friends_stand_in_row($one, $other);
    return $row === null ? null : (int) $row->id;
}

function friends_add_friend(int $initiator, int $friend, bool $force = false): bool
{
    global $wpdb;
    if (friends_stand_in_row($initiator, $friend) !== null) {
        return true;
    }
    $row = ['initiator_user_id' => $initiator, 'friend_user_id' => $friend, 'is_confirmed' => (int) $force, 'is_limited' => 0];
    $wpdb->insert(buddypress()->friends->table_name, $row + ['date_created' => gmdate('Y-m-d H:i:s')]);
    do_action('friends_friendship_' . ($force ? 'accepted' : 'requested'), (int) $wpdb->insert_id, $initiator, $friend, (object) $row);
    return true;
}

function friends_stand_in_open(int $id, string $whose): ?object
{
    global $wpdb;
    $table = buddypress()->friends->table_name;
    $row = $wpdb->get_row($wpdb->prepare("SELECT * FROM $table WHERE id = %d AND is_confirmed = 0", $id));
    return $row !== null && (int) $row->$whose === buddypress()->loggedin_user->id ? $row : null;
}

function friends_accept_friendship(int $id): bool
{
    global $wpdb;
    $row = friends_stand_in_open($id, 'friend_user_id');
    if ($row === null) {
        return false;
    }
    $wpdb->update(buddypress()->friends->table_name, ['is_confirmed' => 1], ['id' => $id]);
    do_action('friends_friendship_accepted', $id, (int) $row->initiator_user_id, (int) $row->friend_user_id, $row);
    return true;
}

function friends_reject_friendship(int $id): bool
{
    global $wpdb;
    $row = friends_stand_in_open($id, 'friend_user_id');
    if ($row === null) {
        return false;
    }
    $wpdb->delete(buddypress()->friends->table_name, ['id' => $id]);
    do_action('friends_friendship_rejected', $id, $row);
    return true;
}

function friends_withdraw_friendship(int $initiator, int $friend): bool
{
    global $wpdb;
    $row = friends_stand_in_open((int) friends_get_friendship_id($initiator, $friend), 'initiator_user_id');
    if ($row === null) {
        return false;
    }
    $wpdb->delete(buddypress()->friends->table_name, ['id' => $row->id]);
    do_action('friends_friendship_withdrawn', (int) $row->id, $row);
    return true;
}

function friends_remove_friend(int $initiator, int $friend): bool
{
    global $wpdb;
    $id = friends_get_friendship_id($initiator, $friend);
    do_action('friends_before_friendship_delete', $id, $initiator, $friend);
    do_action('friends_friendship_deleted', $id, $initiator, $friend);
    $wpdb->delete(buddypress()->friends->table_name, ['id' => $id]);
    return true;
}
