"""Budgets and learning rates."""

import pytest
import torch
from torch import nn

from explorer.learning.average import Average
from explorer.learning.recipe import Budget, Optimisation, rate_at


def test_a_budget_is_spent_by_whichever_ends_first() -> None:
    both = Budget(minutes=10, steps=100)
    assert both.fraction(seconds=60, step=50) == 0.5
    assert both.fraction(seconds=450, step=50) == 0.75
    assert both.fraction(seconds=6000, step=0) == 1.0


def test_a_budget_without_an_end_is_refused() -> None:
    with pytest.raises(ValueError, match="minutes or steps"):
        Budget()


def test_the_rate_warms_up_holds_and_falls() -> None:
    how = Optimisation(rate=1.0, warm_up=0.1, hold=0.2, final=0.01)
    assert rate_at(0.0, how) < 0.02
    assert rate_at(0.05, how) == pytest.approx(0.5)
    assert rate_at(0.1, how) == rate_at(0.29, how) == pytest.approx(1.0)
    assert rate_at(0.65, how) == pytest.approx(0.505)
    assert rate_at(1.0, how) == pytest.approx(0.01)


def test_the_average_forgets_its_start_and_follows_the_weights() -> None:
    model = nn.BatchNorm1d(1)
    nn.init.zeros_(model.weight)
    average = Average(model, decay=0.99)
    for step in range(3):
        with torch.no_grad():
            model.weight.fill_(step)
            assert model.running_mean is not None and model.num_batches_tracked is not None
            model.running_mean.fill_(step)
            model.num_batches_tracked.fill_(step)
        average.follow(model, step)
    assert average.model.weight.item() == pytest.approx(average.model.running_mean.item())
    assert 1.5 < average.model.weight.item() < 2  # early steps weigh little
    assert average.model.num_batches_tracked.item() == 2
    assert not average.model.weight.requires_grad
