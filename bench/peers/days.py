"""The days on which a test of a date is true, found by trying every day against the law's own words.

Written without a look at the engine's arithmetic, so that a mistake in either shows as a disagreement.
"""

from calendar import monthrange
from datetime import date, timedelta

ONE = timedelta(days=1)
FIRST, LAST = date(1890, 1, 1), date(2060, 12, 31)


def attained_on(born, age):
    """年齢計算ニ関スル法律: the day before the birthday; for 29 February, 28 February in every year."""
    if (born.month, born.day) == (2, 29):
        return date(born.year + age, 2, 28)
    return date(born.year + age, born.month, born.day) - ONE


def attains(born, on, age):
    return attained_on(born, age) <= on


def birthday(born, on, age):
    return attained_on(born, age) + ONE <= on


def fiscal_year(day):
    return day.year if day >= date(day.year, 4, 1) else day.year - 1


def grade(born, on, first, last):
    """学校教育法17条: from the first school year that begins after the day of attaining 6."""
    entered = fiscal_year(attained_on(born, 6)) + 1
    return first <= fiscal_year(on) - entered + 1 <= last


def fiscal_year_end(born, on, age):
    """Until the first 31 March on or after the day of attaining the age."""
    attained = attained_on(born, age)
    end = date(attained.year, 3, 31)
    return on <= (end if end >= attained else date(attained.year + 1, 3, 31))


def shifted(day, months, days):
    """So many months later, on the same day of the month or its last; then so many days later."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])) + timedelta(days=days)


def run(test):
    """The first and the last day on which the test is true; none where it is true to the end of the calendar."""
    true = [day for n in range((LAST - FIRST).days) if test(day := FIRST + timedelta(days=n))]
    if not true or (true[-1] - true[0]).days + 1 != len(true):
        raise ValueError("not one run of days")
    return (None if true[0] == FIRST else true[0], None if true[-1] == LAST - ONE else true[-1])
