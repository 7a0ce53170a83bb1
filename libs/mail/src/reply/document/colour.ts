/** The names of CSS that people find in the menus of their clients. */
const NAMED: Readonly<Record<string, string>> = {
  red: 'ff0000',
  darkred: '8b0000',
  crimson: 'dc143c',
  maroon: '800000',
  firebrick: 'b22222',
  orangered: 'ff4500',
  blue: '0000ff',
  navy: '000080',
  darkblue: '00008b',
  mediumblue: '0000cd',
  royalblue: '4169e1',
  dodgerblue: '1e90ff',
  steelblue: '4682b4',
  teal: '008080',
  green: '008000',
  darkgreen: '006400',
  forestgreen: '228b22',
  limegreen: '32cd32',
  lime: '00ff00',
  purple: '800080',
  magenta: 'ff00ff',
  fuchsia: 'ff00ff',
  orange: 'ffa500',
  darkorange: 'ff8c00',
  yellow: 'ffff00',
  gold: 'ffd700',
};

/** Greys, and what is nearly black or white, are no colours. */
const MIN_CHROMA = 60;

/** The hue of a colour of CSS, in degrees; `none` where it is a shade of grey, `undefined` where it says no colour. */
export function hueOf(colour: string): number | 'none' | undefined {
  const parts = partsOf(colour.trim().toLowerCase());
  if (!parts) return undefined;
  const [red, green, blue] = parts;
  const most = Math.max(red, green, blue);
  const chroma = most - Math.min(red, green, blue);
  if (chroma < MIN_CHROMA) return 'none';
  const sixth =
    most === red ? (green - blue) / chroma : most === green ? 2 + (blue - red) / chroma : 4 + (red - green) / chroma;
  return (sixth * 60 + 360) % 360;
}

function partsOf(colour: string): readonly [number, number, number] | undefined {
  const three = /^rgba?\(\s*(\d{1,3})[ ,]+(\d{1,3})[ ,]+(\d{1,3})/.exec(colour);
  if (three) return [Number(three[1]), Number(three[2]), Number(three[3])];
  const digits = NAMED[colour] ?? (colour === 'black' ? '000000' : /^#?([\da-f]{6}|[\da-f]{3})$/.exec(colour)?.[1]);
  if (digits === undefined) return undefined;
  const pairs = digits.length === 3 ? [...digits].map((one) => one + one) : digits.match(/../g)!;
  const [red, green, blue] = pairs.map((pair) => Number.parseInt(pair, 16)) as [number, number, number];
  return [red, green, blue];
}
