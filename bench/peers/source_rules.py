"""The twenty rules of bench/source/rules.dqdl, over facts that each peer computes in its own way."""


def verdicts(f):
    """Whether each rule holds, in the order of the file."""
    return [
        f["rows"] > 1_000_000,
        *[f["missing"][name] == 0 for name in ("date", "delay", "distance", "origin", "destination")],
        f["distance_min"] > 0,
        f["distance_max"] <= 5000,
        f["delay_min"] >= -1200,
        f["delay_max"] <= 2000,
        f["origin_lengths"] == [3],
        f["destination_lengths"] == [3],
        200 <= f["distinct"]["origin"] <= 300,
        200 <= f["distinct"]["destination"] <= 300,
        700 <= f["distance_mean"] <= 800,
        0 <= f["delay_mean"] <= 10,
        f["delay_deviation"] < 50,
        f["missing"]["delay"] < 0.01 * f["rows"],
        f["origin_matches"],
        f["correlation"] < 0.1,
    ]
