/** A colour as people name it when they say in which one they wrote. */
interface Colour {
  /** Its hues, in degrees from the first up to the second. */
  readonly hues: readonly [number, number];
  /** Behind "in", in languages that have a word for that. */
  readonly behindIn: string;
  /** In the form that means "in red", or written as one with what is before it. `X` stands for the rest of a word. */
  readonly alone: string;
}

const COLOURS: readonly Colour[] = [
  {
    hues: [340, 18],
    behindIn: `red|rot|roter|rouge|rojo|vermell|vermelho|rosso|rood|rode|rött|röd|rødt|rød|roșu|κόκκινο|crveno|rdečem|đỏ|merah`,
    alone: `punaisella|punasega|czerwonym|czerwono|červeně|červenou|červeno|crvenom|crvenim|rdeče|pirossal|красным|червоним|червено|kırmızıX|באדום|بالأحمر|باللون الأحمر|قرمز|लाल रंगX`,
  },
  {
    hues: [190, 262],
    behindIn: `blue|blau|blauer|bleu|azul|blu|blauw|blauwe|blått|blå|albastru|μπλε|plavo|modrem|xanh|biru`,
    alone: `sinisellä|sinisega|niebieskim|niebiesko|modře|modrou|modro|plavom|plavim|kékkel|синим|синім|синьо|maviX|בכחול|بالأزرق|باللون الأزرق|آبی|नीले रंगX`,
  },
  {
    hues: [70, 175],
    behindIn: `green|grün|grüner|vert|verde|verd|groen|groene|grønt|grön|grönt|πράσινο|zeleno|zelenem|hijau`,
    alone: `vihreällä|rohelisega|zielonym|zielono|zeleně|zelenou|zelenom|zölddel|зеленым|зелёным|зеленим|зелено|yeşilX|בירוק|بالأخضر|باللون الأخضر|سبز|हरे रंगX`,
  },
  {
    hues: [262, 345],
    behindIn: `purple|violet|pink|magenta|lila|violett|rosa|morado|violeta|roxo|viola|paars|roze|mov|ljubičasto|tím|ungu`,
    alone: `fioletowym|fioletowo|fialově|fialovou|лиловым|фиолетовым|бузковим|лилаво|בסגול|بالبنفسجي`,
  },
  {
    hues: [15, 48],
    behindIn: `orange|naranja|taronja|laranja|arancione|oranje|oransje|portocaliu|πορτοκαλί|narančasto|cam|oranye`,
    alone: `oranssilla|oranžiga|pomarańczowym|pomarańczowo|oranžově|narancssárgával|оранжевым|помаранчевим|оранжево|turuncuX|בכתום|بالبرتقالي`,
  },
  {
    hues: [42, 70],
    behindIn: `yellow|gelb|gelber|jaune|amarillo|groc|amarelo|giallo|geel|gult|gul|galben|κίτρινο|žuto|vàng|kuning`,
    alone: `keltaisella|kollasega|żółtym|żółto|žlutě|žlutou|sárgával|желтым|жёлтым|жовтим|жълто|sarıX|בצהוב|بالأصفر|زرد|पीले रंगX`,
  },
];

/** Writing without spaces: the colour with the character for letters or colours. One list for each of the colours above. */
const JOINED = [
  '赤字|赤い字|赤文字|赤色|红字|红色|紅字|紅色|빨간|붉은|สีแดง',
  '青字|青い字|青文字|青色|蓝字|蓝色|藍字|藍色|파란|푸른|สีน้ำเงิน|สีฟ้า',
  '緑字|緑の字|緑色|绿字|绿色|綠字|綠色|초록|녹색|สีเขียว',
  '紫字|紫色|보라|สีม่วง',
  '橙字|橙色|オレンジ|주황|สีส้ม',
  '黄字|黄色|黃字|黃色|노란|สีเหลือง',
];

/** At most a word stands between it and the colour: "en color rojo". In the red are those who owe. */
const IN = 'in|en|em|i|med|mit|with|na|v|w|u|cu|με|bằng|màu|dengan|warna|berwarna';

const patternOf = ({ behindIn, alone }: Colour): RegExp => {
  const words = alone.replaceAll('X', '\\p{L}{0,6}');
  return new RegExp(
    `(?<![\\p{L}\\p{M}])(?:(?:${IN}) (?:(?!the )\\p{L}{1,8} )?(?:${behindIn})|${words})(?![\\p{L}\\p{M}])`,
    'u',
  );
};

const PATTERNS = COLOURS.map((colour, at) => ({
  hues: colour.hues,
  named: patternOf(colour),
  joined: new RegExp(JOINED[at]!, 'u'),
}));

/** What is said of colours, and how. */
export const COLOUR_WORDS: readonly string[] = [
  ...IN.split('|'),
  ...COLOURS.flatMap(({ behindIn, alone }) => [...behindIn.split('|'), ...alone.replaceAll('X', '').split('|')]),
];
export const JOINED_COLOURS: readonly string[] = JOINED.flatMap((words) => words.split('|'));

/** The hues of the colours in which somebody says that something is written. */
export const huesNamedIn = (text: string): (readonly [number, number])[] => {
  const small = text.toLowerCase().replace(/\s+/g, ' ');
  return PATTERNS.filter(({ named, joined }) => named.test(small) || joined.test(small)).map(({ hues }) => hues);
};
