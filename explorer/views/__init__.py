"""Qt widgets that know no system: what every panel and the window are made of."""
