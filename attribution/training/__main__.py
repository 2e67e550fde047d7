"""`python -m attribution.training CONFIG DATA_FOLDER OUT`: trains the tagger and exports it to OUT/model."""

import argparse
import logging
from collections.abc import Sequence
from pathlib import Path

from attribution.training.config import read_config
from attribution.training.export import export
from attribution.training.loop import train
from attribution.training.network import load_checkpoint, mean_of, package_folder


def main(arguments: Sequence[str] | None = None) -> None:
    """Trains as the command line says, which is `arguments` if given.

    Raises EvaluationError for settings and data that cannot be read, ModelError without the encoder.
    """
    args = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    config = read_config(args.config)
    encoder = package_folder(config.encoder)
    if args.checkpoint:
        tagger = mean_of([load_checkpoint(path, encoder) for path in args.checkpoint])
    else:
        tagger = train(config, args.data, args.out, teacher=args.teacher, start=args.start)
    export(tagger, encoder, args.out / "model", settings=config.shipped())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="attribution.training", description="Trains the learned tagger.")
    parser.add_argument("config", type=Path, metavar="CONFIG", help="settings, TOML")
    parser.add_argument("data", type=Path, metavar="DATA_FOLDER", help="where the gold files are")
    parser.add_argument("out", type=Path, metavar="OUT", help="where checkpoints, log and model go")
    parser.add_argument("--teacher", type=Path, metavar="OUT", help="learn from an earlier run's tagger too")
    parser.add_argument("--start", type=Path, metavar="OUT", help="go on from an earlier run's weights")
    parser.add_argument(
        "--checkpoint",
        type=Path,
        nargs="+",
        metavar="FILE",
        help="train nothing, export this one or the mean of several",
    )
    return parser


if __name__ == "__main__":
    main()
