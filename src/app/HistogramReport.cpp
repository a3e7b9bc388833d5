// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/HistogramReport.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace breakline {

namespace {

constexpr double kHalf = 0.5;
constexpr double kNearlyAll = 0.99;

} // namespace

nlohmann::ordered_json toJson(const DurationHistogram& histogram)
{
    const auto ms = [](std::optional<Duration> duration) {
        return duration ? nlohmann::ordered_json(duration->ms) : nlohmann::ordered_json();
    };
    nlohmann::ordered_json json;
    json["count"] = histogram.count();
    json["p50_ms"] = ms(histogram.quantile(kHalf));
    json["p99_ms"] = ms(histogram.quantile(kNearlyAll));
    json["longest_ms"] = ms(histogram.longest());
    json["buckets"] = nlohmann::ordered_json::array();
    const auto buckets = histogram.buckets();
    for (std::size_t i = 0; i < buckets.size(); ++i) {
        nlohmann::ordered_json bucket;
        bucket["up_to_ms"] = i < DurationHistogram::kUpTo.size()
            ? nlohmann::ordered_json(DurationHistogram::kUpTo[i])
            : nlohmann::ordered_json();
        bucket["count"] = buckets[i];
        json["buckets"].push_back(std::move(bucket));
    }
    return json;
}

std::string toText(const DurationHistogram& histogram)
{
    const auto ms = [](std::optional<Duration> duration) {
        return duration ? fmt::format("{}", duration->ms) : std::string("-");
    };
    std::string text =
        fmt::format("count={} p50={} p99={} longest={}", histogram.count(), ms(histogram.quantile(kHalf)),
                    ms(histogram.quantile(kNearlyAll)), ms(histogram.longest()));
    const auto buckets = histogram.buckets();
    for (std::size_t i = 0; i < buckets.size(); ++i)
        if (buckets[i] > 0)
            text += i < DurationHistogram::kUpTo.size()
                ? fmt::format(" up_to_{}_ms={}", DurationHistogram::kUpTo[i], buckets[i])
                : fmt::format(" longer={}", buckets[i]);
    return text;
}

} // namespace breakline
