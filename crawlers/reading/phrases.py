"""The short lines Arabic publishers print around and inside their articles, as patterns over folded text.

Each list is a set of regular expressions over ``storage.fold.fold`` output (one spelling, no punctuation), so
«اقرأ أيضًا:», «اقرأ ايضاً» and «إقرأ أيضا» are one entry. They are only ever asked about short blocks.
"""

import re

from storage.fold import fold_line

MAX_PHRASE_WORDS = 14
"""Longest block that can be a boilerplate line; longer ones are prose that happens to begin like one."""

_RELATED = r"""
(?:يمكنك|يمكنكم)(?: ايضا)?(?: ان)? (?:تقرا|قراءه|الاطلاع|متابعه|مشاهده)
ا?قرا(?:ي|وا)?(?: |$)(?:ايضا|المزيد|كذلك|في|عن|التفاصيل|ايضاً)
ا?قرا(?:ي|وا)?
قد (?:يهمك|يعجبك|تعجبك|يهمكم|تهمك|ترغب)
ربما (?:يهمك|يعجبك|تعجبك)
(?:طالع|شاهد|اطلع|تابع|انظر|راجع)(?:وا)? (?:ايضا|كذلك)
(?:ال)?(?:مواضيع|موضوعات|اخبار|مقالات|روابط|قصص|مواد|مقاطع|ملفات) (?:ذات (?:صله|علاقه)|متعلقه|مرتبطه|مشابهه|قد)
(?:ال)?(?:مواضيع|موضوعات|اخبار|مقالات|مواد) (?:ال)?(?:ذات الصله|متعلقه|مرتبطه|مشابهه)
ذات (?:صله|علاقه)
(?:ال)?اكثر (?:ال)?(?:قراءه|مشاهده|تداولا|شيوعا|تفاعلا|تعليقا|رواجا)
(?:ال)?مزيد(?: من| حول| عن|$)
للمزيد
اخترنا (?:لك|لكم)
(?:من )?نفس (?:القسم|الكاتب|الباب)
اخر الاخبار
(?:more|related|read also|read more|see also|mehr zum thema|weitere artikel)(?: |$)
"""
_ACTIONS = r"""
تابع(?:نا|ونا|وا|ي|وني)?(?: (?:على|علي|عبر|صفحتنا|حسابنا|قناتنا|اخبار|اخر|كل|احدث|اهم|الاخبار)|$)
شارك(?:نا|ونا|وا|ي)?(?: (?:هذا|هذه|المقال|المقاله|الخبر|المنشور|الموضوع|عبر|على|علي|مع|القصه|الصفحه|برايك|رايك)|$)
(?:مشاركه|نشر|انشر|ارسل|ارسال)(?: (?:عبر|على|علي|المقال|المقاله|الخبر|الموضوع|الي|الى|لصديق|بالبريد)|$)
(?:انضم|انضموا|اشترك|اشتركوا|الاشتراك|سجل|سجلوا) (?:الي|الى|في|الان|معنا|بنشرتنا|لتصلك)
(?:حمل|حملوا|نزل|تحميل) (?:تطبيق|التطبيق)
(?:نسخ|انسخ)(?: الرابط|$)|تم نسخ الرابط|رابط (?:مختصر|الخبر|المقال)
(?:طباعه|اطبع|حفظ|استمع|تكبير الخط|تصغير الخط|حجم الخط)(?: |$)
(?:اضف|اضافه|اترك|اكتب|ارسل) (?:تعليق|تعليقا|تعليقك|رد|ردا)|لا توجد تعليقات|(?:ال)?تعليقات(?: \d+|$)|\d+ تعليق
(?:kommentare|comments?|share|teilen|follow us|tweet)(?: \d+|$)
(?:لن يتم نشر|الحقول الالزاميه|جميع الحقوق|حقوق النشر|كافه الحقوق|الاراء الوارده|المقال يعبر)
(?:ان )?(?:ال)?تعليقات المنشوره
(?:copyright|all rights reserved)
(?:ال)?(?:كلمات|كلمه) (?:ال)?(?:مفتاحيه|دلاليه|دالّه|داله)|(?:ال)?وسوم|وسم|(?:ال)?تاغات|(?:ال)?هاشتاغ|tags?(?: |$)
(?:ال)?(?:مقاله|مقال|خبر|موضوع) (?:ال)?(?:سابق|سابقه|تالي|تاليه)
(?:ال)?(?:سابقه|تاليه|سابق|تالي) (?:ال)?(?:مقاله|مقال|خبر)
(?:ال)?(?:سابق|تالي)$
(?:عدد )?(?:ال)?(?:مشاهدات|زيارات|قراءات)(?: |$)|\d+ (?:مشاهده|مشاهدات|قراءه|زياره)|(?:شوهد|قري) \d+
(?:اخر تحديث|تم التحديث|تاريخ (?:النشر|التحديث|الخبر)|وقت (?:النشر|القراءه)|نشر (?:في|بتاريخ|يوم)|نشرت? ?$|حرر في)
(?:زمن|مده|وقت) القراءه|\d+ دقائق? (?:قراءه|للقراءه)
(?:استطلاع|صوت|نتائج التصويت|هل تؤيد|هل تويد|تصويت)(?: |$)
(?:اعلان|اعلانات|advertisement|anzeige|ads)$
(?:نبض|google news|جوجل نيوز|غوغل نيوز|فيسبوك|تويتر|واتساب|واتس اب|تلغرام|تيليجرام|تليجرام|لينكد ان|انستغرام|يوتيوب)$
(?:facebook|twitter|x|whatsapp|telegram|linkedin|email|print|instagram|youtube|messenger|pinterest)$
"""
_TAIL = r"""
details$
ort(?: |$|[^\W\d_]+ land$)
quellen?$
(?:kommentare|comments?)(?: \d+|$)
"""
_RULES = r"""
لا (?:ت|ي)عبر(?:ون)?(?: \w+){0,3} عن (?:راي|اراء|مواقف|وجهه نظر|سياسه)(?: \w+){0,2} (?:ال)?(?:موقع|صحيفه|جريده|قناه)
لا (?:ت|ي)عبر(?:ون)?(?: \w+){0,3} عن (?:راي|اراء|مواقف|وجهه نظر|سياسه)(?: \w+){0,2} (?:ال)?(?:شبكه|وكاله|بوابه|مجله)
لا (?:ت|ي)عبر(?:ون)?(?: \w+){0,3} عن (?:راي|اراء|مواقف|وجهه نظر|سياسه)(?: \w+){0,2} (?:ال)?(?:تحرير|اداره|ناشر)
(?:ال)?(?:تعليقات|تعليقك|مشاركات|مشاركاتك)(?: \w+){0,15} (?:قبل نشرها|شروط الاستخدام|سياسه الخصوصيه)
(?:جميع|كافه|كل) (?:ال)?حقوق(?: \w+){0,3} محفوظه
(?:يحظر|يمنع|لا يجوز|لا يسمح)(?: \w+){0,5} (?:نشر|نقل|اقتباس|نسخ)(?: \w+){0,12} (?:اذن|موافقه|ذكر المصدر)
"""
MAX_RULE_WORDS = 80
"""Longest paragraph taken for a publisher's standing rule; the longest seen on real pages has 47 (2026-11-28)."""


def _pattern(lines: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{line})" for line in lines.split("\n") if line))


_RELATED_RE, _ACTIONS_RE, _TAIL_RE, _RULES_RE = map(_pattern, (_RELATED, _ACTIONS, _TAIL, _RULES))


def is_related_heading(line: str) -> bool:
    """Whether a short line announces other articles («يمكنك أن تقرأ أيضًا», «مواضيع ذات صلة» …)."""
    folded = fold_line(line)
    return len(folded.split()) <= MAX_PHRASE_WORDS and bool(_RELATED_RE.match(folded))


def is_action_line(line: str) -> bool:
    """Whether a short line asks to follow, share, comment, subscribe, or labels page furniture."""
    folded = fold_line(line)
    return len(folded.split()) <= MAX_PHRASE_WORDS and bool(_ACTIONS_RE.match(folded))


def is_tail_label(line: str) -> bool:
    """Whether a short line is a label of a foreign template («Details», «Ort», «Quellen», «Kommentare (0)»)."""
    folded = fold_line(line)
    return len(folded.split()) <= 6 and bool(_TAIL_RE.match(folded))


def is_house_rule(paragraph: str) -> bool:
    """Whether a paragraph that ends a text states the publisher's rules: whose opinion it is, how comments are
    handled, who may copy. Only asked of what ends a text: news may report the same."""
    folded = fold_line(paragraph)
    return len(folded.split()) <= MAX_RULE_WORDS and bool(_RULES_RE.search(folded))
