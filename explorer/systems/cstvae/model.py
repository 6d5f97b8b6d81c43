"""CST-VAE: a picture as layers, each a content and a pose, the front one in front.

Huang and Murphy 2016 (arXiv 1511.06362). Each layer is an ST-VAE: content z_C is decoded to an
appearance and a shape mask on a canvas of its own, pose z_P lays both on the picture's canvas, and
*over* makes one picture of the layers, front first. Inference runs front to back: find a layer,
explain it away, find the next. Beyond the paper, sweeps follow that look at all layers at once and
correct every code (iterative amortised inference, Marino et al. 2018).

Codes have unit normal priors. Pose z_P = (size, turn, right, down) in prior standard deviations.
"""

from collections.abc import Sequence
from itertools import permutations
from typing import NamedTuple

import torch
from torch import Tensor, nn

from explorer.datasets.layers.scenes import over
from explorer.graphics.affine import onto_canvas, sample
from explorer.systems.cstvae.codes import Codes
from explorer.systems.cstvae.parts import Backdrop, Config, Decoder, Encoder, Refiner, placement
from explorer.systems.cstvae.spotlight import Spotlight, point, seed

Layer = tuple[Tensor, Tensor, Tensor, Tensor]  # content, its log variance, pose, its log variance


class Rendered(NamedTuple):
    """Layers laid on the canvas, front first."""

    colours: Tensor  # (B, N, C, S, S), premultiplied by the alphas
    alphas: Tensor  # (B, N, 1, S, S), of whole objects, hidden parts included
    background: Tensor  # (B, C, S, S)

    @property
    def picture(self) -> Tensor:
        """(B, C, S, S)."""
        return over(self.colours, self.alphas, self.background)

    def visible(self) -> Tensor:
        """How much of each layer is seen: (B, N, 1, S, S)."""
        cover = torch.cumprod(1 - self.alphas, 1)
        ahead = torch.cat([torch.ones_like(cover[:, :1]), cover[:, :-1]], 1)
        return self.alphas * ahead


class CSTVAE(nn.Module):
    """The whole model. Pictures are (B, C, S, S) float32 in [0, 1]."""

    def __init__(self, config: Config = Config()) -> None:  # noqa: B008 - frozen
        super().__init__()
        self.config = config
        self.layers = config.layers  # how many are looked for; the same weights find more or fewer
        c = config.channels
        more = config.background > 0  # a channel of what is not explained
        self.encoder = Encoder(config, 2 * c + 1 + more)
        self.spotlight = Spotlight(config, 3 * c + 2 + more) if config.spotlight else None
        self.refiner = Refiner(config, 3 * c + 2 + more)
        self.decoder = Decoder(config)
        self.backdrop = Backdrop(config) if config.background else None

    def forward(self, pictures: Tensor) -> Tensor:
        """Recompositions of pictures."""
        return self.render(self.infer(pictures)[-1]).picture

    def infer(
        self,
        pictures: Tensor,
        sweeps: int | None = None,
        halo: bool = True,
        lights: Tensor | None = None,
    ) -> list[Codes]:
        """Posteriors after the first look and after each sweep; the last is the answer.

        No gradient passes from one look to the next: each look learns to answer by itself. Without
        `halo`, a stroke covers no more than itself. `lights` (B, N, 1, S, S) are the visible parts
        of the layers, front first, where they are known (in training).
        """
        if self.spotlight is None:
            looks = [self.first_look(pictures, halo)]
        elif lights is None:
            found = self.look_apart(pictures, self.separate(pictures))
            looks = [found.permuted(self.likeliest(pictures, found))]
        else:
            looks = [self.look_apart(pictures, lights)]
        for _ in range(self.config.sweeps if sweeps is None else sweeps):
            looks.append(self.sweep(pictures, looks[-1], halo))
        return looks

    @torch.no_grad()
    def answer(self, pictures: Tensor) -> Codes:
        """The amortised answer: first look, sweeps, and an order that was weighed."""
        if self.spotlight is None:
            return self.settle(pictures, self.infer(pictures)[-1])
        found = self.look_apart(pictures, self.separate(pictures))
        swept = []
        for order in permutations(range(self.layers)):
            codes = found.reordered(order)
            for _ in range(self.config.sweeps):
                codes = self.sweep(pictures, codes)
            swept.append(codes)
        return self.fittest(pictures, swept)

    def fittest(self, pictures: Tensor, candidates: Sequence[Codes]) -> Codes:
        """Of several answers, the one that explains each picture best."""
        best, most = candidates[0], torch.full_like(pictures[:, 0, 0, 0], -torch.inf)
        for codes in candidates:
            fit = self.log_likelihood(pictures, self.render(codes).picture)
            best, most = best.where(most >= fit, codes), torch.maximum(most, fit)
        return best

    @torch.no_grad()
    def settle(self, pictures: Tensor, codes: Codes) -> Codes:
        """A sweep from the order found and from each exchange of neighbours: the likeliest."""
        tried = [self.sweep(pictures, codes)]
        for front in range(self.layers - 1):
            order = list(range(self.layers))
            order[front], order[front + 1] = order[front + 1], order[front]
            tried.append(self.sweep(pictures, codes.reordered(order)))
        return self.fittest(pictures, tried)

    def first_look(self, pictures: Tensor, halo: bool = True) -> Codes:
        """Front to back: encode a layer, explain it away, encode the next (section 3)."""
        behind = self.look_behind(pictures)
        ground, cover = self.ground(behind[0], pictures), torch.zeros_like(pictures[:, :1])
        seen, found = torch.zeros_like(pictures), []
        for layer in range(self.layers):
            explained = seen + (1 - cover) * ground
            found.append(self.look_once(pictures, explained, cover))
            if layer + 1 < self.layers:
                with torch.no_grad():
                    colour, alpha = self.layer(found[-1][0], found[-1][2], halo)
                    seen = seen + (1 - cover) * colour
                    cover = cover + (1 - cover) * alpha
        return Codes._make([*(torch.stack(part, 1) for part in zip(*found, strict=True)), *behind])

    @torch.no_grad()
    def separate(self, pictures: Tensor) -> Tensor:
        """The visible parts of all objects, in any order: (B, N, 1, S, S)."""
        assert self.spotlight is not None
        ground = self.ground(self.look_behind(pictures)[0], pictures)
        taken, lights = torch.zeros_like(pictures[:, :1]), []
        for _ in range(self.layers):
            left = (pictures - ground).abs().sum(1, keepdim=True) * (1 - taken)
            logits = self.spotlight(self.rest(pictures, ground, taken, seed(left)))
            lights.append(torch.sigmoid(logits) * (1 - taken))
            taken = taken + lights[-1]
        return torch.stack(lights, 1)

    def rest(self, pictures: Tensor, ground: Tensor, taken: Tensor, place: Tensor) -> Tensor:
        """What the spotlight is shown once some pixels are taken; `place` (B,) numbers the pixel
        whose object is wanted, row by row. How far all colours are from that one's is shown too."""
        views = self.views(pictures, taken * pictures + (1 - taken) * ground, taken)
        there = pictures.flatten(2).gather(2, place[:, None, None].expand(-1, pictures.shape[1], 1))
        unlike = (pictures - there[..., None]).abs()
        return torch.cat([views, point(place, self.config.size), unlike], 1)

    def look_apart(self, pictures: Tensor, lights: Tensor) -> Codes:
        """Read each object by itself, laid on the bare ground; it may go on under all others."""
        behind = self.look_behind(pictures)
        ground = self.ground(behind[0], pictures)[:, None]
        shown = lights * pictures[:, None] + (1 - lights) * ground
        cover = (lights.sum(1, keepdim=True) - lights).clamp(0, 1)
        shape = lights.shape[:2]
        flat = (part.flatten(0, 1) for part in (shown, ground.expand_as(shown), cover))
        found = self.look_once(*flat)
        return Codes._make([*(part.reshape(*shape, -1) for part in found), *behind])

    @torch.no_grad()
    def likeliest(self, pictures: Tensor, codes: Codes) -> Tensor:
        """The order, of all there are, that explains each picture best: (B, N), front first."""
        laid = self.render(codes)
        orders = torch.tensor([*permutations(range(self.layers))], device=pictures.device)
        fits = [
            self.log_likelihood(
                pictures, over(laid.colours[:, order], laid.alphas[:, order], laid.background)
            )
            for order in orders
        ]
        return orders[torch.stack(fits, 1).argmax(1)]

    def sweep(self, pictures: Tensor, codes: Codes, halo: bool = True) -> Codes:
        """Every layer again, now that all others are known."""
        with torch.no_grad():
            means = Codes(*(part.detach() for part in codes))
            laid = self.render(means, halo)
            whole = laid.picture
            cover = torch.zeros_like(pictures[:, :1])
            views = []
            for layer in range(self.layers):
                own = laid.colours[:, layer]
                parts = [pictures, whole, own, laid.alphas[:, layer], cover]
                if self.backdrop is not None:
                    parts.append((pictures - whole).abs().sum(1, keepdim=True))
                views.append(torch.cat(parts, 1))
                cover = cover + (1 - cover) * laid.alphas[:, layer]
            stacked = torch.stack(views, 1).flatten(0, 1)
        content, pose = means.content.flatten(0, 1), means.pose.flatten(0, 1)
        found = self.refiner(stacked, content, pose)
        shape = means.content.shape[:2]
        return Codes._make([*(part.reshape(*shape, -1) for part in found), *codes[4:]])

    def layer(self, content: Tensor, pose: Tensor, halo: bool = True) -> tuple[Tensor, Tensor]:
        """One layer on the canvas: (B, D), (B, 4) → premultiplied colour, alpha."""
        colour, alpha = self.decoder(content, halo)
        laid = sample(torch.cat([colour, alpha], 1), self.onto(pose), self.config.size)
        return laid[:, :-1], laid[:, -1:]

    def render(self, codes: Codes, halo: bool = True) -> Rendered:
        """All layers at their means."""
        shape = codes.content.shape[:2]
        laid = self.layer(codes.content.flatten(0, 1), codes.pose.flatten(0, 1), halo)
        colours, alphas = (part.reshape(*shape, *part.shape[1:]) for part in laid)
        if self.backdrop is not None:
            return Rendered(colours, alphas, self.backdrop(codes.behind))
        return Rendered(colours, alphas, torch.zeros_like(colours[:, 0]))

    def onto(self, pose: Tensor) -> Tensor:
        """Sampling matrices that lay a layer's own canvas on the picture's: (B, 4) → (B, 2, 3)."""
        return onto_canvas(*placement(pose, self.config))

    def log_likelihood(self, pictures: Tensor, drawn: Tensor) -> Tensor:
        """log p(x | codes) of a Gaussian of standard deviation `sigma` per value: (B,)."""
        return gaussian(pictures, drawn, self.config.sigma)

    def elbo(self, pictures: Tensor, codes: Codes) -> Tensor:
        """One draw's lower bound on log p(x), (B,) nats (equation 6).

        Posteriors that learnt from known codes are as wide as what is hidden is uncertain, each
        code by itself; drawn together they blur. Any posterior gives a bound, so a narrower one is
        taken (`Config.narrow`).
        """
        codes = codes.narrowed(self.config.narrow)
        return self.log_likelihood(pictures, self.render(codes.sampled()).picture) - codes.kl()

    def look_once(self, pictures: Tensor, explained: Tensor, cover: Tensor) -> Layer:
        """The foremost layer that `explained` lacks: content and pose, means and log variances."""
        found: Layer = self.encoder(self.views(pictures, explained, cover))
        return found

    def views(self, pictures: Tensor, explained: Tensor, cover: Tensor) -> Tensor:
        """What the first look is shown, as channels."""
        parts = [pictures, explained, cover]
        if self.backdrop is not None:
            parts.append((pictures - explained).abs().sum(1, keepdim=True))
        return torch.cat(parts, 1)

    @torch.no_grad()
    def ground(self, behind: Tensor, pictures: Tensor) -> Tensor:
        """The background alone, as the encoder is told of it: (B, K) → (B, C, S, S)."""
        if self.backdrop is None:
            return torch.zeros_like(pictures)
        painted: Tensor = self.backdrop(behind)
        return painted

    def look_behind(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        """The background's code: mean and log variance, (B, K)."""
        if self.backdrop is not None:
            return self.backdrop.look(pictures)
        nothing = pictures.new_zeros(len(pictures), 0)
        return nothing, nothing


def gaussian(pictures: Tensor, drawn: Tensor, sigma: float) -> Tensor:
    """log N(pictures; drawn, sigma²) summed over all values of each picture: (B,)."""
    error = (pictures - drawn).square().flatten(1)
    constant = 0.9189385332046727 + torch.tensor(sigma).log().item()
    return -error.sum(1) / (2 * sigma**2) - constant * error.shape[1]
