"""Texts as weighted terms, for telling which articles report one event.

A term is the hash of an Arabic stem. A row keeps raw weights; how rare a term is (IDF) is worked out each
night from the articles of the days around it, so nothing has to be trained, shipped or kept in step.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
import Stemmer
import xxhash
from numpy.typing import NDArray
from scipy import sparse

from flows.linking.packed import pack, unpack
from storage.fold import fold_words
from storage.records import IndexRow

TERM_SPACE = 1 << 20
"""Number of term ids: collisions are rare among the 49,000 stems of five months of news (measured 2026-11-22)."""
VECTOR_VERSION = 1
"""Seed of the term hashes: raised when stems or weights change, so that old and new never look alike."""
TITLE_WEIGHT = 2
"""A title word counts twice: it names the event (357 articles of 54 events, 2026-11)."""
BODY_WORDS = 100
"""Words of the body that count; further down is background that other events share (60 to 150 alike, 2026-11)."""

COMMON_WORDS = frozenset(
    fold_words(
        "في من على إلى عن مع أن إن كان كانت هذا هذه ذلك تلك التي الذي الذين ما لا لم لن قد كما أو ثم بين "
        "بعد قبل عند حتى منذ خلال حول ضد دون غير كل بعض أي هو هي هم أنه أنها أنهم به بها له لها لهم فيه "
        "فيها منه منها عليه عليها إليه إليها عنه وهو وهي وفي ومن وعلى وإلى وعن ومع وأن وكان وكانت وقد ولا "
        "ولم والتي والذي كذلك أيضا لكن ولكن بل إذا إذ حيث بينما فيما مما يوم اليوم أمس غدا الآن عام العام "
        "الماضي المقبل أكثر أقل نحو عدد بسبب بشأن وفق وفقا حسب عبر تم يتم قال وقال قالت وقالت أضاف وأضاف "
        "أضافت وأضافت أكد وأكد أكدت وأكدت أعلن وأعلن أعلنت وأعلنت أشار وأشار ذكر وذكر ذكرت وذكرت أوضح "
        "وأوضح أول السبت الأحد الاثنين الثلاثاء الأربعاء الخميس الجمعة "
        # Months and measures date and size any event; two reports that share only these report two events.
        "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر كانون شباط آذار نيسان أيار "
        "حزيران تموز آب أيلول تشرين جانفي فيفري أفريل ماي جوان جويلية أوت نونبر دجنبر يوميا يومي شهريا شهر "
        "شهرا أشهر سنويا سنوي سنة سنوات أسبوع أسابيع ساعة ساعات دقيقة أيام بداية نهاية مطلع ألف آلاف ألفا مليون "
        "ملايين مليونا مليار مليارات دولار دولارا دولارات يورو برميل برميلا للبرميل متر مترا مكعب مكعبا كيلومتر "
        "كيلومترا كيلومترات ميل ميلا طن طنا أطنان المئة بالمئة المائة بالمائة نسبة معدل بمعدل"
    )
)
"""Words of every report, folded, and no terms: what is rare in a night tells events apart, but a night of a few
articles is too small to show that these are not rare."""
FEWEST = 30
"""Articles assumed when there are fewer: with two, the words both have would weigh nothing."""

_STEMMER = Stemmer.Stemmer("arabic")
"""Snowball's Arabic stemmer in C: the same stems as in Python, 30 times as fast (110,778 words, 2026-11-22)."""


@lru_cache(maxsize=200_000)
def _term(word: str) -> int:
    return xxhash.xxh64_intdigest(_STEMMER.stemWord(word).encode(), seed=VECTOR_VERSION) % TERM_SPACE


def terms(title: Sequence[str], words: Sequence[str]) -> tuple[bytes, bytes]:
    """Term ids, sorted, and their weights, of the folded words of a title and a text.

    Both packed (``flows.linking.packed``): weights are whole, for a term counts once or twice a word.
    """
    weights: defaultdict[int, int] = defaultdict(int)
    for weight, part in ((TITLE_WEIGHT, title), (1, words[:BODY_WORDS])):
        for word in part:
            if word not in COMMON_WORDS:
                weights[_term(word)] += weight
    ordered = sorted(weights)
    return pack(ordered), pack([weights[term] for term in ordered])


def term_frequencies(rows: Iterable[IndexRow]) -> NDArray[np.int64]:
    """For each term id the number of rows that have it."""
    found = unpack(b"".join(row.term_ids for row in rows))
    return np.bincount(found, minlength=TERM_SPACE)


def rarity(known: tuple[int, NDArray[np.int64]], rows: Sequence[IndexRow]) -> NDArray[np.float64]:
    """Weight of every term (IDF) by how few of the known articles and of the rows have it, never negative.

    All earlier nights count, not only the last ones: in a few days the words of one great event are common,
    and would weigh least in the very articles they tell apart.
    """
    count, seen = len(rows), term_frequencies(rows)
    return np.log((1 + max(count + known[0], FEWEST)) / (1 + seen + known[1]))


def matrix(rows: Sequence[IndexRow], weights: NDArray[np.float64]) -> sparse.csr_matrix:
    """One row of unit length per article: dot products are cosine similarities.

    It has a column for each term that is there, by term id: of all ``TERM_SPACE`` columns, a product of a few rows
    takes 2 ms for the empty ones, and a night of 10,000 articles makes 10,000 such products (2026-11-28).
    """
    pointers = np.cumsum([0, *(len(unpack(row.term_ids)) for row in rows)])
    term_ids = unpack(b"".join(row.term_ids for row in rows))
    counts = unpack(b"".join(row.term_counts for row in rows))
    values = (1 + np.log(counts)) * weights[term_ids]
    norms = np.sqrt(np.add.reduceat(np.append(values**2, 0.0), pointers[:-1])) if len(rows) else values
    norms = np.where(np.diff(pointers) == 0, 1.0, norms)
    values = values / np.repeat(np.where(norms == 0, 1.0, norms), np.diff(pointers))
    used, columns = np.unique(term_ids, return_inverse=True)
    return sparse.csr_matrix((values, columns.astype(np.int32), pointers), shape=(len(rows), max(len(used), 1)))
