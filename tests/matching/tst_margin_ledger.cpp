// SPDX-License-Identifier: GPL-3.0-or-later
#include "ExchangeFixture.h"

#include "core/Rng.h"
#include "matching/MarginLedger.h"
#include "matching/PositionRecorder.h"

#include <catch2/catch.hpp>

using namespace breakline;
using namespace breakline::test;

namespace {

struct Book {
    InstrumentTable table = InstrumentTable::make({makeInstrument("AAAUSDT"), makeInstrument("BBBUSDT")}).value();
    MarginLedger ledger{table, dec("100000"), dec("10")};
    SymbolId a{0};
    SymbolId b{1};
};

} // namespace

TEST_CASE("a round trip books cost, realised result and fees exactly")
{
    Book book;
    // 3 base at 1,000 and 1 at 1,001: cost 4,001, average 1,000.25.
    book.ledger.fill(book.a, Side::Buy, Price{10'000}, Quantity{3'000}, dec("1.65"));
    book.ledger.fill(book.a, Side::Buy, Price{10'010}, Quantity{1'000}, dec("0.55055"));
    CHECK(book.ledger.position(book.a).cost == dec("4001"));
    CHECK(book.ledger.entryPrice(book.a) == dec("1000.25"));
    CHECK(book.ledger.position(book.a).margin == dec("400.1"));
    CHECK(book.ledger.unrealised(book.a, Price{10'100}) == dec("39"));
    const auto effect = book.ledger.fill(book.a, Side::Sell, Price{10'100}, Quantity{1'000}, dec("0.5555"));
    CHECK(effect.realised == dec("9.75"));
    CHECK(effect.closed == Quantity{1'000});
    CHECK(effect.opened.isZero());
    CHECK(book.ledger.position(book.a).cost == dec("3000.75"));
    CHECK(book.ledger.wallet() == dec("100006.99395"));
}

TEST_CASE("a share that does not divide is rounded once and nothing is lost")
{
    Book book;
    book.ledger.fill(book.a, Side::Sell, Price{10'001}, Quantity{3}, dec("0"));
    book.ledger.fill(book.a, Side::Sell, Price{10'000}, Quantity{4}, dec("0"));
    CHECK(book.ledger.position(book.a).cost == dec("7.0003")); // 7 lots
    const auto first = book.ledger.fill(book.a, Side::Buy, Price{10'000}, Quantity{3}, dec("0"));
    CHECK(first.realised == dec("0.00012857")); // 7.0003 * 3 / 7 = 3.000128571...
    CHECK(book.ledger.position(book.a).cost == dec("4.00017143"));
    const auto last = book.ledger.fill(book.a, Side::Buy, Price{10'000}, Quantity{4}, dec("0"));
    CHECK(first.realised + last.realised == dec("0.0003"));
    CHECK(book.ledger.position(book.a).cost.isZero());
    CHECK_FALSE(book.ledger.entryPrice(book.a));
}

TEST_CASE("a fill may turn a position around")
{
    Book book;
    PositionRecorder recorder(2);
    const auto fill = [&](Side side, std::int64_t price, std::int64_t lots, const char* fee, std::int64_t ms) {
        const auto effect = book.ledger.fill(book.a, side, Price{price}, Quantity{lots}, dec(fee));
        recorder.onFill(book.a, Timestamp{ms}, effect, book.ledger.position(book.a).quantity, dec(fee));
        return effect;
    };
    fill(Side::Buy, 10'000, 1'000, "0.55", 1);
    recorder.onCovered(book.a, Timestamp{13});
    const auto effect = fill(Side::Sell, 10'050, 1'500, "0.9", 100);
    CHECK(effect.closed == Quantity{1'000});
    CHECK(effect.opened == Quantity{500});
    CHECK(effect.realised == dec("5"));
    CHECK(book.ledger.position(book.a).quantity == Quantity{-500});
    CHECK(book.ledger.position(book.a).cost == dec("502.5"));
    const auto records = recorder.records(Timestamp{150});
    REQUIRE(records.size() == 2);
    CHECK(records[0].closed == Timestamp{100});
    CHECK(records[0].realisedPnl == dec("5"));
    CHECK(records[0].fees == dec("1.15"));
    CHECK(records[0].unprotectedMs == 12);
    CHECK(records[0].maxQuantity == Quantity{1'000});
    CHECK_FALSE(records[1].closed);
    CHECK(records[1].fees == dec("0.3"));
    CHECK(records[1].maxQuantity == Quantity{-500});
    CHECK(records[1].unprotectedMs == 50);
}

TEST_CASE("the liquidation price is the first mark at which margin falls below maintenance")
{
    for (const Side side : {Side::Buy, Side::Sell}) {
        for (const char* leverage : {"1.5", "3", "10", "25", "50"}) {
            Book book;
            book.ledger.setLeverage(book.a, dec(leverage));
            book.ledger.fill(book.a, side, Price{10'007}, Quantity{1'733}, dec("0"));
            const auto& position = book.ledger.position(book.a);
            REQUIRE(position.liquidation);
            const auto isDue = [&](Price mark) {
                const Decimal value = book.table.at(book.a).notional(mark, Quantity{1'733});
                return position.margin + book.ledger.unrealised(book.a, mark) < value * dec("0.01");
            };
            CHECK(isDue(*position.liquidation));
            CHECK_FALSE(isDue(*position.liquidation + (side == Side::Buy ? 1 : -1)));
        }
    }
    Book book;
    book.ledger.setLeverage(book.a, dec("1"));
    book.ledger.fill(book.a, Side::Buy, Price{10'000}, Quantity{1'000}, dec("0"));
    CHECK_FALSE(book.ledger.position(book.a).liquidation); // fully paid: no price reaches it
}

TEST_CASE("leverage starts at the instrument's largest where that is less")
{
    Instrument instrument = makeInstrument("AAAUSDT");
    instrument.maxLeverage = dec("5");
    const auto table = InstrumentTable::make({instrument}).value();
    const MarginLedger ledger(table, dec("1"), dec("10"));
    CHECK(ledger.position(SymbolId{0}).leverage == dec("5"));
}

TEST_CASE("the identity and the flat cost hold over random fills")
{
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        Rng rng(seed);
        Book book;
        Decimal cash = dec("100000"); // the same money, booked as if everything were bought and sold outright
        for (int i = 0; i < 500; ++i) {
            const SymbolId symbol = rng.chance(0.5) ? book.a : book.b;
            const Side side = rng.chance(0.5) ? Side::Buy : Side::Sell;
            const Price price{rng.integer(9'000, 11'000)};
            const Quantity quantity{rng.integer(1, 5'000)};
            const Decimal value = book.table.at(symbol).notional(price, quantity);
            const Decimal fee = MarginLedger::feeOf(value, dec("0.00055"));
            book.ledger.fill(symbol, side, price, quantity, fee);
            cash += side == Side::Buy ? -value : value;
            cash -= fee;
            if (rng.chance(0.1)) {
                const Decimal funding = Decimal::fromUnits(rng.integer(-500, 500), 8);
                book.ledger.payFunding(funding);
                cash -= funding;
            }
            const MarginLedger& ledger = book.ledger;
            REQUIRE(ledger.wallet() == ledger.start() + ledger.realised() - ledger.fees() - ledger.funding());
            Decimal worth = cash;
            Decimal equity = ledger.wallet();
            for (const SymbolId id : {book.a, book.b}) {
                const Price mark{rng.integer(9'000, 11'000)};
                const Quantity held = ledger.position(id).quantity;
                worth += book.table.at(id).notional(mark, held);
                equity += ledger.unrealised(id, mark);
                REQUIRE(ledger.position(id).isFlat() == ledger.position(id).cost.isZero());
                REQUIRE_FALSE(ledger.position(id).cost.isNegative());
            }
            REQUIRE(equity == worth);
        }
    }
}
