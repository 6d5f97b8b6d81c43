"""Folders of faces with tables: what is read, and one sentence for everything that is wrong."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from explorer.datasets.portraits.folders import Folder, square
from explorer.datasets.portraits.tables import CELEBA, LFW, FolderError, read_table
from explorer.errors import PictureError
from explorer.pictures import Picture

RED, GREEN, BLUE = (200, 30, 30), (30, 200, 30), (30, 30, 200)


def paint(path: Path, colour: tuple[int, ...], size: tuple[int, int] = (90, 120)) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB" if len(colour) == 3 else "RGBA", size, colour).save(path)


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """Three plain pictures, one of them in a folder inside, and a CSV file."""
    paint(tmp_path / "a.png", RED)
    paint(tmp_path / "b.jpg", GREEN)
    paint(tmp_path / "inside" / "c.png", BLUE)
    (tmp_path / "faces.csv").write_text("file,smile,hat\nc.png,-0.5,1\na.png,0.25,-1\nb.jpg,1,0\n")
    return tmp_path


def test_rows_and_pictures_belong_together(sheet: Path) -> None:
    folder = Folder.read(sheet)
    assert folder.names == ("smile", "hat")
    assert folder.images.shape == (3, 64, 64, 3)
    assert folder.attributes.tolist() == [[-0.5, 1], [0.25, -1], [1, 0]]
    assert [image[30, 30].argmax() for image in folder.images] == [2, 0, 1]  # blue, red, green


def test_batches_are_what_training_takes(sheet: Path) -> None:
    folder = Folder.read(sheet)
    batch = folder.pairs(np.random.default_rng(0), 5)
    assert set(batch) == {"image", "attributes"}  # no mask is known
    assert batch["image"].shape == (5, 3, 64, 64)
    assert batch["image"].min() >= 0 and batch["image"].max() <= 1
    for image, attributes in zip(batch["image"], batch["attributes"], strict=True):
        row = folder.attributes.tolist().index(attributes.tolist())
        assert int(image[:, 30, 30].argmax()) == [2, 0, 1][row]


def test_mirroring_turns_left_to_right_and_leaves_the_folder_alone(tmp_path: Path) -> None:
    pixels = np.zeros((64, 64, 3), np.uint8)
    pixels[:, :20] = 255
    Image.fromarray(pixels).save(tmp_path / "a.png")
    (tmp_path / "t.csv").write_text("file,smile\na.png,1\n")
    folder = Folder.read(tmp_path)
    both = folder.batch(np.array([0, 0]), np.array([True, False]))["image"]
    assert both[0, 0, 30, 50] == 1 and both[0, 0, 30, 10] == 0
    assert both[1, 0, 30, 10] == 1
    assert folder.images[0, 30, 10, 0] == 255


def test_chosen_columns_come_in_the_order_asked(sheet: Path) -> None:
    assert Folder.read(sheet, columns=("hat", "smile")).attributes[0].tolist() == [1, -0.5]


def test_a_part_and_a_limit(sheet: Path) -> None:
    assert len(Folder.read(sheet).part(slice(1, None))) == 2
    (sheet / "a.png").unlink()  # the second row's, which is not reached
    assert len(Folder.read(sheet, limit=1)) == 1


def test_progress_is_told(sheet: Path) -> None:
    told: list[tuple[int, int]] = []
    Folder.read(sheet, progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_yes_and_no_as_1_and_0(sheet: Path) -> None:
    (sheet / "faces.csv").write_text("file,smile,hat\na.png,0,1\nb.jpg,1,1\n")
    assert Folder.read(sheet).attributes.tolist() == [[-1, 1], [1, 1]]


def test_celeba(tmp_path: Path) -> None:
    paint(tmp_path / "img_align_celeba" / "000001.jpg", RED, (178, 218))
    paint(tmp_path / "img_align_celeba" / "000002.jpg", BLUE, (178, 218))
    (tmp_path / CELEBA).write_text(
        "2\nSmiling Young \n000001.jpg -1  1 \n000002.jpg  1 -1 \n"
    )  # its own spacing
    folder = Folder.read(tmp_path)
    assert folder.names == ("Smiling", "Young")
    assert folder.attributes.tolist() == [[-1, 1], [1, -1]]
    assert folder.images[0, 5, 5].argmax() == 0


def test_lfw(tmp_path: Path) -> None:
    for number, colour in ((1, RED), (2, GREEN)):
        paint(tmp_path / "Ada_Lovelace" / f"Ada_Lovelace_{number:04d}.jpg", colour, (250, 250))
    (tmp_path / LFW).write_text(
        "# some heading\n#\tperson\timagenum\tMale\tMouth Slightly Open\n"
        "Ada Lovelace\t1\t-3.0\t0.5\nAda Lovelace\t2\t-1.0\t-0.001\n"
    )
    folder = Folder.read(tmp_path)
    assert folder.names == ("Male", "Mouth Slightly Open")
    assert (np.abs(folder.attributes) < 1).all()
    assert (np.sign(folder.attributes) == [[-1, 1], [-1, -1]]).all()
    assert folder.attributes[0, 0] < folder.attributes[1, 0] < 0
    assert [image[30, 30].argmax() for image in folder.images] == [0, 1]


def test_an_lfw_column_of_zeros_stays_zero(tmp_path: Path) -> None:
    (tmp_path / LFW).write_text("#\tperson\timagenum\tMale\nA B\t1\t0\nA B\t2\t0\n")
    assert read_table(tmp_path / LFW).values.tolist() == [[0], [0]]


def test_the_middle_of_a_picture_is_kept() -> None:
    pixels = np.zeros((100, 300, 3), np.uint8)
    pixels[:, 100:200] = 255
    assert (square(Picture(pixels)) > 240).all()
    wide = np.zeros((100, 100, 3), np.uint8)
    wide[30:70, 30:70] = 255
    assert (square(Picture(wide), crop=0.4)[6:-6, 6:-6] > 240).all()
    assert square(Picture(wide), crop=1)[2, 2].max() == 0


@pytest.mark.parametrize("channels", [1, 4])
def test_grey_and_transparent_pictures(channels: int) -> None:
    pixels = np.zeros((70, 70, channels), np.uint8)  # black, or nothing at all
    assert (square(Picture(pixels)) == (0 if channels == 1 else 255)).all()


TABLES = {
    "missing column": ("file,smile\na.png,1\n", "no column hat"),
    "picture missing": ("file,hat\nz.png,1\n", "z.png"),
    "no number": ("file,hat\na.png,1\nb.jpg,yes\n", "Line 3 of faces.csv has 'yes' for hat"),
    "not finite": ("file,hat\na.png,nan\n", "'nan'"),
    "out of range": ("file,hat\na.png,1.5\n", "from -1 to 1"),
    "empty file": ("", "is empty"),
    "blank file": ("\n  \n", "is empty"),
    "no rows": ("file,hat\n", "lists no picture"),
    "one column": ("file\na.png\n", "one column"),
    "short row": ("file,hat,smile\na.png,1\n", "Line 2 of faces.csv has 1 values for 2"),
    "column twice": ("file,hat,hat\na.png,1,1\n", "more than one column hat"),
    "column without a name": ("file,hat,\na.png,1,1\n", "Column 3"),
    "picture without a name": ("file,hat\n,1\n", "without a name"),
    "long name": (f"file,hat\n{'a' * 5000},1\n", f"lists {'a' * 40}, but"),
    "long row": ("file,hat\n\na.png,1,1\n", "Line 3"),
}


@pytest.mark.parametrize(("text", "said"), TABLES.values(), ids=TABLES.keys())
def test_what_is_wrong_with_a_sheet_is_one_sentence(sheet: Path, text: str, said: str) -> None:
    (sheet / "faces.csv").write_text(text)
    with pytest.raises(FolderError) as caught:
        Folder.read(sheet, columns=("hat",))
    sentence = str(caught.value)
    assert said in sentence
    assert sentence.endswith(".") and "\n" not in sentence


PUBLISHED = {
    "rows lost": (CELEBA, "3\nSmiling\na.png 1\n", "should have 3 rows but has 1"),
    "no rows": (CELEBA, "0\nSmiling\n", "lists no picture"),
    "not one": (CELEBA, "1\nSmiling\na.png x\n", "'x'"),
    "spaces for tabs": (LFW, "# person imagenum Male\nA B 1 0.5\n", "divided by tabs"),
    "no number of image": (LFW, "#\tperson\timagenum\tMale\nA B\tone\t0.5\n", "Line 2"),
    "endless rows": (CELEBA, "9" * 5000 + "\nSmiling\na.png 1\n", "one column"),
    "endless number": (LFW, f"#\tperson\timagenum\tM\nA\t{'9' * 5000}\t1\n", "Line 2"),
    "no attributes": (LFW, "#\tperson\timagenum\nA\t1\n", "no column of attributes"),
    "endless score": (LFW, "#\tperson\timagenum\tM\nA\t1\t1e39\n", "'1e39'"),
    "no people": (LFW, "#\tperson\timagenum\tMale\n", "lists no picture"),
}


@pytest.mark.parametrize(("name", "text", "said"), PUBLISHED.values(), ids=PUBLISHED.keys())
def test_what_is_wrong_with_published_tables(
    tmp_path: Path, name: str, text: str, said: str
) -> None:
    paint(tmp_path / "a.png", RED)
    (tmp_path / name).write_text(text)
    with pytest.raises(FolderError, match=said):
        Folder.read(tmp_path)


def test_a_folder_that_holds_too_little_or_too_much(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match="no folder"):
        Folder.read(tmp_path / "nowhere")
    with pytest.raises(FolderError, match="no table"):
        Folder.read(tmp_path)
    (tmp_path / "a.csv").write_text("file,hat\na.png,1\n")
    with pytest.raises(FolderError, match="no picture"):
        Folder.read(tmp_path)
    (tmp_path / "b.csv").write_text("file,hat\na.png,1\n")
    with pytest.raises(FolderError, match=r"a\.csv, b\.csv"):
        Folder.read(tmp_path)
    paint(tmp_path / "a.png", RED)
    assert len(Folder.read(tmp_path, table=tmp_path / "b.csv")) == 1


def test_a_table_that_is_no_text(sheet: Path) -> None:
    (sheet / "faces.csv").write_bytes(b"\xff\xfe\x00\x81" * 40)
    with pytest.raises(FolderError, match="can't be read as text"):
        Folder.read(sheet)


def test_a_damaged_picture_is_named(sheet: Path) -> None:
    whole = (sheet / "a.png").read_bytes()
    (sheet / "a.png").write_bytes(whole[:60])
    with pytest.raises(PictureError, match=r"a\.png"):
        Folder.read(sheet)
