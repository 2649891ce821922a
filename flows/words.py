"""What the report says in Arabic: states, failure classes, checks. English stands where the words are defined."""

STATES = {
    "ok": ("سليم", "ok"),
    "warned": ("انظر فيه", "look at it"),
    "failed": ("تعذّر جمعه", "failed"),
    "held_back": ("محجوز", "held back"),
}
"""State of a source → Arabic, English; ``warned`` is an ok one with a failure class."""

VERDICTS = {
    "good": ("الليلة سليمة", "Last night is good"),
    "look": ("نُشرت الليلة، وفيها ما يحتاج نظرًا", "Published, with something to look at"),
    "failed": ("لم تُنشر الليلة", "Last night is not published"),
}
"""What the page says first."""

FAILURES = {
    "robots_forbids": ("ملف robots.txt يمنع", "أعلِن مصدر روابط آخر أو عطّل هذا المصدر"),
    "reserved": ("حقوق التنقيب محفوظة", "عطّل المصدر أو اطلب إذن الناشر"),
    "challenge": ("حاجز تحقّق آلي", "اطلب من الناشر السماح بالدخول، ولا تلتفّ على الحاجز"),
    "blocked": ("الناشر يرفض طلباتنا", "تحقّق من WARRAQ_CONTACT ومن المهلة، ثم راسل الناشر"),
    "dns": ("لا عنوان للمضيف", "راجع تهجئة العنوان ومحلّل الأسماء في هذا الجهاز"),
    "tls": ("تعذّر التحقق من الشهادة", "راجع ساعة الجهاز والشهادات الجذرية ثم العنوان"),
    "refused": ("لا أحد يجيب", "راجع الشبكة والوسيط والعنوان"),
    "timeout": ("لا جواب في الوقت المحدد", "أعد المحاولة لاحقًا، فإن استمر فزد المهلة"),
    "feed_gone": ("أُزيلت قوائم الروابط", "ابحث عن عناوينها الجديدة في موقع الناشر"),
    "feed_error": ("خادم الناشر معطوب", "لا شيء سوى الانتظار، فالليلة التالية تعيد السؤال"),
    "feed_unreadable": ("القوائم تجيب بشيء آخر", "افتح إحداها في متصفح ثم صحّح التعريف"),
    "empty_feed": ("القوائم شبه فارغة", "راجع article_url والقوائم في متصفح"),
    "over_budget": ("القوائم وحدها تتجاوز الميزانية", "أعلِن قوائم أقل أو ارفع budget_requests"),
    "pages_fail": ("القوائم سليمة والصفحات لا", "افتح صفحة منها في متصفح"),
    "layout_change": ("تغيّر شكل الصفحات", "افتح صفحة منها ثم صحّح تعريف المصدر"),
    "crawl_crashed": ("انقطع الجمع", "اقرأ سجلّه ثم أعد تشغيل الليلة"),
    "internal_error": ("خلل في البرنامج", "أبلغ عن السجلّ ثم أعد تشغيل الليلة"),
    "date_failure": ("التواريخ لم تعد تُقرأ", "افتح مقالًا وانظر أين صار تاريخه، وأبلغ عن الخلل"),
    "silent": ("لا جديد", "افتح صفحة الناشر الأولى، فإن كان فيها أخبار فقد انتقلت القوائم"),
    "low_yield": ("أقل من المعتاد", "قارن صفحة الناشر الأولى بما في القوائم"),
    "language_drift": ("صفحات بلغة أخرى", "تأكّد أن القوائم ما زالت للطبعة العربية"),
    "copies_rise": ("معظمه منقول الليلة", "انظر في نُسَخه قبل أن تعدّها تغطية"),
    "late": ("يصل متأخرًا", "راجع القوائم أو اجمع مرات أكثر"),
}
"""Failure class → its name and the next step."""

CHECKS = {
    "the night proves its own data": "لليلة بياناتها الخاصة",
    "every link has exactly one outcome": "لكل رابط مآل واحد",
    "the night has news of its own": "في الليلة أخبار جديدة",
}
"""Check of a night → Arabic."""

COUNTRIES = {"AE": "الإمارات", "PS": "فلسطين", "SA": "السعودية", "SY": "سورية"}
"""Countries the press calls otherwise than CLDR."""

SEASONS = {"ramadan": ("رمضان", "Ramadan"), "eid": ("العيد", "Eid")}
"""Season of ``flows.calendar`` → Arabic, English."""
