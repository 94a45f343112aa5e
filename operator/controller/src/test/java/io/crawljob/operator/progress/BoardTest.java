package io.crawljob.operator.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.crawljob.operator.progress.JobFile.Standing;
import io.crawljob.operator.turn.Turn;
import io.crawljob.queue.JobKey;
import io.crawljob.queue.Priority;
import io.crawljob.queue.QueueKey;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BoardTest {

    private static final Instant CREATED = Instant.parse("2026-11-22T10:00:00Z");
    private static final QueueKey QUEUE = new QueueKey("research", "default");
    private final Board board = new Board();

    @Test
    void givesTheLastPlaceToOneOfTwoThatAskAtTheSameTime() {
        var first = open("first", 0);
        var second = open("second", 1);

        assertThat(board.turn(second, 1).turn()).isInstanceOf(Turn.Waits.class);
        assertThat(board.turn(first, 1).turn()).isInstanceOf(Turn.Runs.class);
    }

    @Test
    void tellsWhoHasGotATurnByAnothersQuestion() {
        var first = open("first", 0);
        var second = open("second", 1);
        var third = open("third", 2);
        board.turn(first, 1);
        board.stand(first, over(first));

        var given = board.turn(third, 1);

        assertThat(given.turn()).isInstanceOf(Turn.Waits.class);
        assertThat(given.freed()).containsExactly(second);
        assertThat(board.line(QUEUE)).containsExactly(third);
    }

    @Test
    void keepsTheTurnOfAJobThatRunsWhenTheLimitIsLowered() {
        var first = open("first", 0);
        var second = open("second", 1);
        board.turn(first, null);

        assertThat(board.turn(first, 1).turn()).isInstanceOf(Turn.Runs.class);
        assertThat(board.turn(second, 1).turn()).isInstanceOf(Turn.Runs.class);
    }

    @Test
    void movesAJobToItsNewQueue() {
        var file = open("first", 0);
        var elsewhere = new QueueKey("research", "large");

        board.stand(file, new Standing(elsewhere, Priority.NORMAL, CREATED, true, false, false));

        assertThat(board.of(QUEUE)).isEmpty();
        assertThat(board.of(elsewhere)).containsExactly(file);
    }

    @Test
    void forgetsAJobWhoseResourceIsGone() {
        var file = open("first", 0);

        board.close(file.key());

        assertThat(board.find(file.key())).isEmpty();
        assertThat(board.of(QUEUE)).isEmpty();
        assertThat(file.gone()).isTrue();
    }

    @Test
    void countsWhoRunsAndWhoWaits() {
        var first = open("first", 0);
        open("second", 1);
        board.turn(first, 1);

        var backlog = board.backlog(QUEUE);

        assertThat(backlog.running()).isEqualTo(1);
        assertThat(backlog.waitingJobs()).isEqualTo(1);
    }

    private JobFile open(String name, int seconds) {
        var standing = new Standing(QUEUE, Priority.NORMAL, CREATED.plusSeconds(seconds), true, false, false);
        return board.open(new JobKey("research", name), name, standing);
    }

    private static Standing over(JobFile file) {
        var now = file.standing();
        return new Standing(now.queue(), now.priority(), now.createdAt(), false, false, true);
    }
}
