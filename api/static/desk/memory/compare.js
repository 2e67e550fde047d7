/** Two wordings side by side, word by word. */

const MOST = 4_000_000; // pairs of words that are compared

/** @typedef {{kind: "same" | "given" | "found", words: string}} Stretch */

/**
 * What is the same in two wordings, and what stands in one of them alone; null where they are too long. Case,
 * marks and the signs of typography are no difference.
 *
 * @param {string} given @param {string} found @returns {Stretch[] | null}
 */
export function compare(given, found) {
  const [one, other] = [words(given), words(found)];
  if (one.length * other.length > MOST) return null;
  const table = lengths(one, other);
  const width = other.length + 1;
  /** @type {Stretch[]} */ const stretches = [];
  let [i, j] = [0, 0];
  while (i < one.length || j < other.length) {
    if (i < one.length && j < other.length && one[i].key === other[j].key) {
      put(stretches, "same", other[j].text);
      [i, j] = [i + 1, j + 1];
    } else if (j >= other.length || (i < one.length && table[(i + 1) * width + j] >= table[i * width + j + 1])) {
      put(stretches, "given", one[i].text);
      i += 1;
    } else {
      put(stretches, "found", other[j].text);
      j += 1;
    }
  }
  return stretches;
}

/** @param {string} text */
function words(text) {
  return text.split(/\s+/).filter(Boolean).map((word) => ({ text: word, key: key(word) }));
}

/** @param {string} word */
function key(word) {
  const bare = word.normalize("NFKD").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
  return bare || word;
}

/** How many words are shared from each pair of places on. @param {{key: string}[]} one @param {{key: string}[]} other */
function lengths(one, other) {
  const width = other.length + 1;
  const table = new Uint16Array((one.length + 1) * width);
  for (let i = one.length - 1; i >= 0; i -= 1) {
    for (let j = other.length - 1; j >= 0; j -= 1) {
      const at = i * width + j;
      table[at] = one[i].key === other[j].key
        ? table[at + width + 1] + 1
        : Math.max(table[at + width], table[at + 1]);
    }
  }
  return table;
}

/** @param {Stretch[]} stretches @param {Stretch["kind"]} kind @param {string} word */
function put(stretches, kind, word) {
  const last = stretches[stretches.length - 1];
  if (last?.kind === kind) last.words += ` ${word}`;
  else stretches.push({ kind, words: word });
}
