// Data blocks: base64 of zlib-deflated JSON. The browser undoes the deflation, else the small decoder below (RFC 1950, 1951).
async function unpack(id) {
  const bytes = fromBase64(document.getElementById(id).textContent);
  if (typeof DecompressionStream === "undefined") return JSON.parse(new TextDecoder().decode(inflate(bytes)));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).json();
}

function fromBase64(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  const binary = atob(text), bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

const LENGTHS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const CODE_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

// A Huffman code as counts of codes by length and the symbols in their order.
function huffman(lengths) {
  const counts = new Uint16Array(16), offsets = new Uint16Array(16), symbols = new Uint16Array(lengths.length);
  for (const length of lengths) counts[length]++;
  counts[0] = 0;
  for (let i = 1; i < 16; i++) offsets[i] = offsets[i - 1] + counts[i - 1];
  lengths.forEach((length, symbol) => { if (length) symbols[offsets[length]++] = symbol; });
  return { counts, symbols };
}

function inflate(input) {
  let output = new Uint8Array(input.length * 6), size = 0, at = 2, held = 0, count = 0;
  const bits = (n) => {
    while (count < n) { held |= input[at++] << count; count += 8; }
    const value = held & ((1 << n) - 1);
    held >>>= n;
    count -= n;
    return value;
  };
  const symbol = ({ counts, symbols }) => {
    let code = 0, first = 0, index = 0;
    for (let length = 1; length < 16; length++) {
      code |= bits(1);
      if (code - counts[length] < first) return symbols[index + code - first];
      index += counts[length];
      first = (first + counts[length]) << 1;
      code <<= 1;
    }
    throw new Error("damaged data block");
  };
  const room = (n) => {
    if (size + n <= output.length) return;
    const wider = new Uint8Array((size + n) * 2);
    wider.set(output);
    output = wider;
  };
  const codes = (fixed) => {
    if (fixed) return [huffman(Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8))), huffman(Array(30).fill(5))];
    const literals = bits(5) + 257, distances = bits(5) + 1, used = bits(4) + 4, lengths = Array(19).fill(0), all = [];
    for (let i = 0; i < used; i++) lengths[CODE_ORDER[i]] = bits(3);
    const code = huffman(lengths);
    while (all.length < literals + distances) {
      const s = symbol(code);
      if (s < 16) all.push(s);
      else {
        const value = s === 16 ? all[all.length - 1] : 0, times = s === 16 ? 3 + bits(2) : s === 17 ? 3 + bits(3) : 11 + bits(7);
        for (let i = 0; i < times; i++) all.push(value);
      }
    }
    return [huffman(all.slice(0, literals)), huffman(all.slice(literals))];
  };
  for (let last = 0; !last;) {
    last = bits(1);
    const kind = bits(2);
    if (kind === 0) {
      held = count = 0;
      const length = input[at] | (input[at + 1] << 8);
      room(length);
      output.set(input.subarray(at + 4, at + 4 + length), size);
      at += 4 + length;
      size += length;
      continue;
    }
    const [literal, distance] = codes(kind === 1);
    for (let s = symbol(literal); s !== 256; s = symbol(literal)) {
      room(260);
      if (s < 256) { output[size++] = s; continue; }
      const length = LENGTHS[s - 257] + bits(LENGTH_BITS[s - 257]), d = symbol(distance);
      const back = d < 4 ? d + 1 : ((2 + (d & 1)) << ((d >> 1) - 1)) + 1 + bits((d >> 1) - 1);
      for (let i = 0; i < length; i++, size++) output[size] = output[size - back];
    }
  }
  return output.subarray(0, size);
}
