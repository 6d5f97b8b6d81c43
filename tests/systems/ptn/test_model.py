"""The network: the paper's sizes, and the compact one that ships."""

import pytest
import torch

from explorer.systems.ptn.model import COMPACT, PAPER, PTN, CompactDecoder


@pytest.fixture(scope="module")
def compact() -> PTN:
    torch.manual_seed(0)
    return PTN(COMPACT).eval()


def test_the_papers_network_has_the_papers_layers() -> None:
    with torch.device("meta"):
        net = PTN(PAPER)
    sizes = {name: tuple(value.shape) for name, value in net.named_parameters() if value.dim() > 1}
    assert [*sizes.values()] == [
        (64, 3, 5, 5), (128, 64, 5, 5), (256, 128, 5, 5),  # halving convolutions: 64 → 8
        (1024, 256 * 8 * 8), (1024, 1024), (512, 1024),  # to the identity unit
        (3 * 3 * 3 * 512, 512),
        (512, 256, 4, 4, 4), (256, 96, 5, 5, 5), (96, 1, 6, 6, 6),  # 3 → 6 → 15 → 32
    ]  # fmt: skip
    assert net(torch.zeros(2, 3, 64, 64, device="meta")).shape == (2, 32, 32, 32)


def test_the_compact_network_fits_in_a_shipped_file() -> None:
    with torch.device("meta"):
        state = PTN(COMPACT).state_dict()
    assert sum(value.numel() for value in state.values()) * 2 < 12e6  # bytes, as float16


def test_the_compact_network_begins_almost_empty(compact: PTN) -> None:
    answer = compact(torch.rand(4, 3, 64, 64))
    assert answer.shape == (4, 32, 32, 32)
    assert 0.01 < answer.mean() < 0.1


def test_a_picture_has_one_answer_alone_or_in_company(compact: PTN) -> None:
    pictures = torch.rand(3, 3, 64, 64)
    torch.testing.assert_close(compact(pictures)[1], compact(pictures[1:2])[0])


def test_the_answer_is_the_decoded_code_and_moves_with_it(compact: PTN) -> None:
    picture = torch.rand(1, 3, 64, 64)
    code = compact.encode(picture).detach().requires_grad_()
    assert code.shape == (1, COMPACT.code)
    answer = compact.decode(code)
    torch.testing.assert_close(answer, compact(picture))
    (gradient,) = torch.autograd.grad(answer.sum(), code)
    assert gradient.abs().max() > 0


def test_the_eight_parts_of_a_voxel_stand_where_they_belong() -> None:
    decoder = CompactDecoder(COMPACT).eval()
    torch.nn.init.zeros_(decoder.last.weight)
    assert decoder.last.bias is not None
    with torch.no_grad():
        decoder.last.bias.copy_(torch.arange(8.0))  # part 4·z + 2·y + x
    volume = decoder(torch.zeros(1, COMPACT.code))[0, 0]
    z, y, x = torch.meshgrid(*[torch.arange(32) % 2] * 3, indexing="ij")
    torch.testing.assert_close(volume, (4 * z + 2 * y + x).float())
