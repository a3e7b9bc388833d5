// SPDX-License-Identifier: GPL-3.0-or-later
#include "BrokenInvariant.h"

#include "core/Decimal.h"
#include "core/Rng.h"

#include <boost/multiprecision/cpp_int.hpp>

#include <catch2/catch.hpp>

#include <array>
#include <cmath>
#include <limits>

using namespace breakline;
using namespace breakline::test;

namespace {

using Big = boost::multiprecision::cpp_int;

constexpr std::array kRoundings {Rounding::Down, Rounding::Up, Rounding::TowardZero, Rounding::AwayFromZero,
                                 Rounding::HalfEven};

Decimal dec(std::string_view text)
{
    return Decimal::literal(text);
}

Big power(int exponent)
{
    Big result = 1;
    for (int i = 0; i < exponent; ++i)
        result *= 10;
    return result;
}

/// A number as the oracle holds it: units * 10^-scale.
struct Exact {
    Big units;
    int scale = 0;

    Big at(int places) const { return units * power(places - scale); }
};

/// Plain notation without trailing zeros, written from the definition.
std::string textOf(Exact value)
{
    while (value.scale > 0 && value.units % 10 == 0) {
        value.units /= 10;
        --value.scale;
    }
    const bool negative = value.units < 0;
    std::string digits = Big(abs(value.units)).str();
    while (digits.size() <= static_cast<std::size_t>(value.scale))
        digits.insert(digits.begin(), '0');
    if (value.scale > 0)
        digits.insert(digits.end() - value.scale, '.');
    return (negative ? "-" : "") + digits;
}

/// The integer next to numerator / denominator, from floor and remainder.
Big divided(const Big& numerator, const Big& denominator, Rounding rounding)
{
    const Big n = denominator < 0 ? Big(-numerator) : numerator;
    const Big d = abs(denominator);
    Big floor = n / d;
    if (n < floor * d)
        --floor;
    const Big rest = n - floor * d;
    if (rest == 0)
        return floor;
    switch (rounding) {
    case Rounding::Down: return floor;
    case Rounding::Up: return floor + 1;
    case Rounding::TowardZero: return n < 0 ? Big(floor + 1) : floor;
    case Rounding::AwayFromZero: return n < 0 ? floor : Big(floor + 1);
    case Rounding::HalfEven:
        if (2 * rest != d)
            return 2 * rest < d ? floor : Big(floor + 1);
        return floor % 2 == 0 ? floor : Big(floor + 1);
    }
    return floor;
}

/// Random sign, up to `digits` digits, random scale.
Exact draw(Rng& rng, int digits, int maxScale)
{
    Exact value;
    const std::int64_t length = rng.integer(1, digits);
    for (std::int64_t i = 0; i < length; ++i)
        value.units = value.units * 10 + rng.integer(0, 9);
    if (rng.chance(0.5))
        value.units = -value.units;
    value.scale = static_cast<int>(rng.integer(0, maxScale));
    return value;
}

Exact sum(const Exact& a, const Exact& b)
{
    const int scale = std::max(a.scale, b.scale);
    return {a.at(scale) + b.at(scale), scale};
}

} // namespace

TEST_CASE("a decimal is read in plain notation and with an exponent")
{
    CHECK(dec("0").toString() == "0");
    CHECK(dec("-12.50").toString() == "-12.5");
    CHECK(dec("+3").toString() == "3");
    CHECK(dec(".5").toString() == "0.5");
    CHECK(dec("-.05").toString() == "-0.05");
    CHECK(dec("1e-8").toString() == "0.00000001");
    CHECK(dec("12.5E3").toString() == "12500");
    CHECK(dec("-0.000").toString() == "0");
    CHECK_FALSE(dec("-0").isNegative());
    CHECK(dec("1.2300").decimals() == 2);
    CHECK(dec("1200").decimals() == 0);
    CHECK(dec("1e20").toString() == "100000000000000000000");
    CHECK(dec("1.5e38").toString() == "150000000000000000000000000000000000000");
    CHECK(dec("170141183460469231731687303715884105727").toString() == "170141183460469231731687303715884105727");
}

TEST_CASE("what is no decimal is refused with its text")
{
    for (const char* text : {"", "-", ".", "e5", "1e", "1e-", "1e1234", "1,5", "1.2.3", " 1", "1 ", "0x10", "nan",
                             "inf", "--1", "1e5x"}) {
        const auto parsed = Decimal::parse(text);
        REQUIRE_FALSE(parsed);
        CHECK(parsed.error().code == ErrorCode::InvalidArgument);
        CHECK(parsed.error().message.find('"' + std::string(text) + '"') != std::string::npos);
    }
    for (const char* text : {"170141183460469231731687303715884105728", "1.8e38", "1e39", "1e999", "1e-31",
                             "0.1234567890123456789012345678901"}) {
        const auto parsed = Decimal::parse(text);
        REQUIRE_FALSE(parsed);
        CHECK(parsed.error().code == ErrorCode::Overflow);
    }
}

TEST_CASE("printing and reading a decimal are each other's reverse")
{
    Rng rng(1, "decimal text");
    for (int i = 0; i < 3000; ++i) {
        const Exact value = draw(rng, 37, Decimal::kMaxScale);
        const std::string text = textOf(value);
        const auto parsed = Decimal::parse(text);
        REQUIRE(parsed);
        CHECK(parsed->toString() == text);
    }
}

TEST_CASE("sums, differences, products and comparisons are exact")
{
    Rng rng(2, "decimal arithmetic");
    for (int i = 0; i < 3000; ++i) {
        const Exact a = draw(rng, 18, 15);
        const Exact b = draw(rng, 18, 15);
        const Decimal x = dec(textOf(a));
        const Decimal y = dec(textOf(b));
        CHECK((x + y).toString() == textOf(sum(a, b)));
        CHECK((x - y).toString() == textOf(sum(a, {-b.units, b.scale})));
        CHECK((x * y).toString() == textOf({a.units * b.units, a.scale + b.scale}));
        CHECK((-x).toString() == textOf({-a.units, a.scale}));
        CHECK(x.abs().toString() == textOf({abs(a.units), a.scale}));
        const int scale = std::max(a.scale, b.scale);
        CHECK((x < y) == (a.at(scale) < b.at(scale)));
        CHECK((x == y) == (a.at(scale) == b.at(scale)));
        CHECK(x.isNegative() == (a.units < 0));
        CHECK(x.isZero() == (a.units == 0));
    }
}

TEST_CASE("operands too wide for 128 bits at one scale are still compared and divided")
{
    Rng rng(3, "decimal wide");
    for (int i = 0; i < 1000; ++i) {
        const Exact a = draw(rng, 37, 2);
        const Exact b = draw(rng, 37, Decimal::kMaxScale);
        const Decimal x = dec(textOf(a));
        const Decimal y = dec(textOf(b));
        const int scale = std::max(a.scale, b.scale);
        CHECK((x < y) == (a.at(scale) < b.at(scale)));
        CHECK((y < x) == (b.at(scale) < a.at(scale)));
    }
    CHECK(dec("1.0") == dec("1"));
    CHECK(dec("1.0") <= dec("1.00"));
    CHECK(dec("-1") < dec("0.000000000000000000000000000001"));
}

TEST_CASE("rounding and division round as named, against the oracle")
{
    Rng rng(4, "decimal rounding");
    for (int i = 0; i < 1500; ++i) {
        const Exact a = draw(rng, 18, 12);
        Exact b = draw(rng, 9, 6);
        if (b.units == 0)
            b.units = 1;
        const int places = static_cast<int>(rng.integer(0, 8));
        const Decimal x = dec(textOf(a));
        const Decimal y = dec(textOf(b));
        for (const Rounding rounding : kRoundings) {
            const Exact expected = a.scale <= places
                ? a
                : Exact {divided(a.units, power(a.scale - places), rounding), places};
            CHECK(x.rounded(places, rounding).toString() == textOf(expected));

            const int scale = std::max(a.scale, b.scale);
            const Exact quotient {divided(a.at(scale) * power(places), b.at(scale), rounding), places};
            CHECK(x.dividedBy(y, places, rounding).toString() == textOf(quotient));

            const std::int64_t numerator = rng.integer(-1000, 1000);
            const std::int64_t denominator = rng.integer(1, 1000);
            const Exact scaled {
                divided(a.units * numerator * power(places), power(a.scale) * denominator, rounding), places};
            if (numerator != denominator)
                CHECK(x.scaledBy(numerator, denominator, places, rounding).toString() == textOf(scaled));
        }
    }
}

TEST_CASE("halves and quarters in every rounding")
{
    struct Row {
        const char* value;
        std::array<const char*, 5> rounded; // in the order of kRoundings
    };
    const Row rows[] = {{"2.5", {"2", "3", "2", "3", "2"}},      {"3.5", {"3", "4", "3", "4", "4"}},
                        {"-2.5", {"-3", "-2", "-2", "-3", "-2"}}, {"-3.5", {"-4", "-3", "-3", "-4", "-4"}},
                        {"2.25", {"2", "3", "2", "3", "2"}},      {"-2.75", {"-3", "-2", "-2", "-3", "-3"}},
                        {"-0.25", {"-1", "0", "0", "-1", "0"}},   {"7", {"7", "7", "7", "7", "7"}}};
    for (const Row& row : rows)
        for (std::size_t i = 0; i < kRoundings.size(); ++i)
            CHECK(dec(row.value).rounded(0, kRoundings[i]).toString() == row.rounded[i]);
}

TEST_CASE("a count of steps is exact or names what is off the grid")
{
    CHECK(dec("100.5").countOf(dec("0.1")) == 1005);
    CHECK(dec("-3").countOf(dec("0.5")) == -6);
    CHECK(dec("0").countOf(dec("0.001")) == 0);
    const auto off = dec("100.55").countOf(dec("0.1"));
    REQUIRE_FALSE(off);
    CHECK(off.error().code == ErrorCode::OffGrid);
    CHECK(off.error().message == "100.55 is not a multiple of 0.1");
    CHECK(dec("1").countOf(dec("0")).error().code == ErrorCode::InvalidArgument);
    CHECK(dec("1").countOf(dec("-1"), Rounding::Down).error().code == ErrorCode::InvalidArgument);
    CHECK(dec("9223372036854775807").countOf(dec("1")) == std::numeric_limits<std::int64_t>::max());
    CHECK(dec("9223372036854775808").countOf(dec("1")).error().code == ErrorCode::Overflow);
    CHECK(dec("1e20").countOf(dec("1"), Rounding::Up).error().code == ErrorCode::Overflow);

    Rng rng(5, "decimal grid");
    for (int i = 0; i < 1000; ++i) {
        const Exact value = draw(rng, 15, 8);
        const Exact step {1 + rng.integer(0, 9999), static_cast<int>(rng.integer(0, 6))};
        const int scale = std::max(value.scale, step.scale);
        const Decimal x = dec(textOf(value));
        const auto exact = x.countOf(dec(textOf(step)));
        CHECK(exact.has_value() == (value.at(scale) % step.at(scale) == 0));
        for (const Rounding rounding : kRoundings) {
            const Big expected = divided(value.at(scale), step.at(scale), rounding);
            const auto count = x.countOf(dec(textOf(step)), rounding);
            if (abs(expected) <= std::numeric_limits<std::int64_t>::max())
                CHECK(count == static_cast<std::int64_t>(expected));
            else
                CHECK(count.error().code == ErrorCode::Overflow);
        }
    }
}

TEST_CASE("the product of two counts is exact over 128 bits")
{
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
    CHECK(Decimal::fromProduct(1'000'000'000'000, 3'000'000'000'000, dec("0.00001")).toString()
          == "30000000000000000000");
    CHECK(Decimal::fromProduct(most, least, dec("1")).toString() == textOf({Big(most) * Big(least), 0}));
    CHECK(Decimal::fromUnits(least).toString() == "-9223372036854775808");
    CHECK(Decimal::fromUnits(-15, 1).toString() == "-1.5");
    CHECK((dec("1.5") * 4).toString() == "6");
}

TEST_CASE("a double becomes the decimal that its exact binary value rounds to")
{
    // 0.1 is a little more than a tenth, 0.3 a little less than three.
    CHECK(Decimal::fromDouble(0.1, 1, Rounding::Down)->toString() == "0.1");
    CHECK(Decimal::fromDouble(0.1, 1, Rounding::Up)->toString() == "0.2");
    CHECK(Decimal::fromDouble(0.3, 1, Rounding::Down)->toString() == "0.2");
    CHECK(Decimal::fromDouble(0.3, 1, Rounding::HalfEven)->toString() == "0.3");
    CHECK(Decimal::fromDouble(2.5, 0, Rounding::HalfEven)->toString() == "2");
    CHECK(Decimal::fromDouble(-2.5, 0, Rounding::AwayFromZero)->toString() == "-3");
    CHECK(Decimal::fromDouble(0.0, 5, Rounding::Up)->toString() == "0");
    CHECK(Decimal::fromDouble(1e-300, 2, Rounding::Up)->toString() == "0.01");
    CHECK(Decimal::fromDouble(-1e-300, 2, Rounding::Up)->toString() == "0");
    CHECK(Decimal::fromDouble(-1e-300, 2, Rounding::Down)->toString() == "-0.01");
    CHECK(Decimal::fromDouble(1e-300, 2, Rounding::HalfEven)->toString() == "0");

    for (const double value : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(),
                               -std::numeric_limits<double>::infinity()})
        CHECK(Decimal::fromDouble(value, 2, Rounding::Down).error().code == ErrorCode::InvalidArgument);
    CHECK(Decimal::fromDouble(1.0, 31, Rounding::Down).error().code == ErrorCode::InvalidArgument);
    CHECK(Decimal::fromDouble(1e40, 0, Rounding::Down).error().code == ErrorCode::Overflow);
    CHECK(Decimal::fromDouble(1e30, 20, Rounding::Down).error().code == ErrorCode::Overflow);

    Rng rng(6, "decimal from double");
    for (int i = 0; i < 2000; ++i) {
        const double value = rng.uniform(-1.0, 1.0) * std::pow(10.0, static_cast<double>(rng.integer(-9, 9)));
        int exponent = 0;
        const double fraction = std::frexp(value, &exponent);
        const Big mantissa = static_cast<std::int64_t>(std::ldexp(fraction, 53));
        exponent -= 53;
        const int places = static_cast<int>(rng.integer(0, 12));
        const Big numerator = mantissa * power(places) * (exponent > 0 ? Big(1) << exponent : Big(1));
        const Big denominator = exponent < 0 ? Big(1) << -exponent : Big(1);
        for (const Rounding rounding : kRoundings)
            CHECK(Decimal::fromDouble(value, places, rounding)->toString()
                  == textOf({divided(numerator, denominator, rounding), places}));
    }
}

TEST_CASE("toDouble gives the nearest double")
{
    CHECK(dec("0.1").toDouble() == 0.1);
    CHECK(dec("-12.5").toDouble() == -12.5);
    CHECK(dec("0").toDouble() == 0.0);
    CHECK(dec("9007199254740993").toDouble() == 9007199254740992.0); // a tie, to even
    CHECK(dec("-9007199254740993").toDouble() == -9007199254740992.0);
    CHECK(dec("-900719925474099.3").toDouble() == -900719925474099.3);
    CHECK(dec("123456789012345678901234567890").toDouble() == 123456789012345678901234567890.0);
    CHECK(dec("0.000000000000000000000000000001").toDouble() == 1e-30);

    // Nearest: no neighbour is nearer to the exact value.
    Rng rng(7, "decimal to double");
    for (int i = 0; i < 1000; ++i) {
        const Exact value = draw(rng, 36, Decimal::kMaxScale);
        if (value.units == 0)
            continue;
        const double nearest = dec(textOf(value)).toDouble();
        const auto distance = [&value](double candidate) {
            int exponent = 0;
            const double fraction = std::frexp(candidate, &exponent);
            Big numerator = static_cast<std::int64_t>(std::ldexp(fraction, 53));
            exponent -= 53;
            // |candidate - value| times 10^scale * 2^400, a whole number.
            numerator *= exponent >= 0 ? Big(Big(1) << exponent) : Big(1);
            const int shift = 400 + std::min(exponent, 0);
            return Big(abs(Big((numerator << shift) * power(value.scale) - (value.units << 400))));
        };
        CHECK(distance(nearest) <= distance(std::nextafter(nearest, 1e300)));
        CHECK(distance(nearest) <= distance(std::nextafter(nearest, -1e300)));
    }
}

TEST_CASE("what does not fit is a broken invariant, never a silent rounding")
{
    const ThrowingInvariants throwing;
    const Decimal most = dec("170141183460469231731687303715884105727");
    CHECK_THROWS_AS(most + dec("1"), BrokenInvariant);
    CHECK_THROWS_AS(-most - dec("1"), BrokenInvariant);
    CHECK_THROWS_AS(most * dec("2"), BrokenInvariant);
    CHECK_THROWS_AS(dec("1e-20") * dec("1e-20"), BrokenInvariant);
    // One decimal too many, but the last is a zero.
    CHECK(Decimal::fromUnits(20, 30) * dec("0.5") == dec("1e-29"));
    CHECK_THROWS_AS(dec("1").dividedBy(dec("0"), 2, Rounding::Down), BrokenInvariant);
    CHECK_THROWS_AS(most.dividedBy(dec("1e-10"), 2, Rounding::Down), BrokenInvariant);
    CHECK_THROWS_AS(Decimal::fromUnits(1, 31), BrokenInvariant);
    CHECK_THROWS_AS(Decimal::literal("twelve"), BrokenInvariant);
    CHECK((most - dec("1") + dec("1")) == most);
}
