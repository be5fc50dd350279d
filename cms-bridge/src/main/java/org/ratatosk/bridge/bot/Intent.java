package org.ratatosk.bridge.bot;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a message wants: a command with what it is given. Immutable.
 *
 * @param command what is to be done
 * @param args what the command is given
 * @param answers the number of what the message answers, if it does
 * @param corrects whether it corrects what an earlier message made
 * @param instead what is said in place of the command's answer, empty for nothing; {@code null} for the answer
 */
record Intent(
        Command command,
        String args,
        OptionalLong answers,
        boolean corrects,
        @Nullable String instead) {
    /** Words that are a command. */
    static Intent of(Command command, String args, OptionalLong answers) {
        return new Intent(command, args, answers, false, null);
    }

    /** Words in the place of others. */
    static Intent correction(Command command, String args) {
        return new Intent(command, args, OptionalLong.empty(), true, null);
    }

    /** A command about a post or comment that a gesture stands for. */
    static Intent on(Command command, long number) {
        return of(command, "#" + number, OptionalLong.empty());
    }

    /** The same, with other words for an answer. */
    Intent saying(String words) {
        return new Intent(command, args, answers, corrects, words);
    }
}
