package org.ratatosk.bridge.cms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TagsTest {
    @Test
    void cleansAndDropsDoubles() {
        assertThat(Tags.list(" Spring, #rain ,, ##Rain,New \t York,#")).containsExactly("spring", "rain", "new york");
    }
}
