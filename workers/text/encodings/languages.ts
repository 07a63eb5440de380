/**
 * What the encodings of before UTF-8 are told apart by: for each, the languages that were written in it, and of each
 * language the letters outside ASCII, the most frequent first. Rough orders do: a wrong encoding makes other letters
 * altogether, or no letters.
 */

export type Script = 'latin' | 'other' | 'wide';

export interface Language {
  readonly script: Script;
  /** Lower case, in order of frequency. */
  readonly letters: string;
}

export interface Encoding {
  /** As TextDecoder calls it. */
  readonly name: string;
  /** For people. */
  readonly label: string;
  readonly languages: readonly Language[];
  /** How much rarer its files are, as a logarithm. */
  readonly prior: number;
}

const latin = (...letters: string[]): Language[] => letters.map((each) => ({ script: 'latin', letters: each }));
const other = (...letters: string[]): Language[] => letters.map((each) => ({ script: 'other', letters: each }));
const wide = (...letters: string[]): Language[] => letters.map((each) => ({ script: 'wide', letters: each }));

const western = latin(
  'üäößé', // German
  'éèàêçâôîùûïëœü', // French
  'óáéíñúü', // Spanish
  'ãçáéóíêâõúàô', // Portuguese
  'àèùéòì', // Italian
  'ëéïèöüê', // Dutch
  'äåöéü', // Swedish, Finnish
  'øåæéö', // Danish, Norwegian
  'áðíéóúýþæö', // Icelandic
  'éàèóçíòúïü', // Catalan
  'éüöáíóñäåçøèêëôæïúâšžãîßàòõùûœìýðþ', // names of everywhere
);
const central = latin(
  'ąęłóżśćńź', // Polish
  'íáěéřčžšýůúťďňó', // Czech
  'áíčšéýžúľťňôäďóĺŕ', // Slovak
  'áéíóöőüűú', // Hungarian
  'čšžćđ', // Croatian, Slovene
  'ăîâşţ', // Romanian
);
const cyrillic = other(
  'оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё', // Russian
  'оаинвіертслкмдупязьгбчйхжцшюєїщфґ', // Ukrainian
  'аеионтрсвлкпдмзъугчящцйжбхшюфь', // Bulgarian
  'аиоенртјсувкдлпмзбгчшцњхћљжђфџ', // Serbian
  'аніоеруксцлдвпямытйьгзжхчшэюёўф', // Belarusian
);
const russian = cyrillic.slice(0, 1);
const greek = other('αοιετσνηυρπκμλςήάίόωέγδύχθώφβξζψϊϋΐ');
const baltic = latin('ėšžųįąūčę', 'āīēšņļžūčģķ', 'äõüöšž');
const hebrew = other('יוהלאתרבשמנעדקחפגכטסזצםןךףץ');
const arabic = other('اليمونرتبدعهسفكقحجةشصأطخىذثضغئإءزظآؤ');
const thai = other('านรอกเงมยลวดทสตะปบคพหจแไชใขโผธซถภฟศณิี้่ั็์ุูืำ');
const simplified = wide(
  '的一是不了人我在有他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长',
);
const traditional = wide(
  '的一是不了人我在有他這中大來上國個到說們為子和你地出道也時年得就那要下以生會自著去之過家學對可她里後小麼心多天而能好都然沒日於起還發成事只作當想看文無開手十用主行方又如前所本見經頭面公同三已老從動兩長',
);
const japanese = wide(
  'のにはをたがでてとしれさいるあっなかもことうらりくまきんスンルトーイアラリ日年大人会国本中月一東京',
);
const korean = wide('이다는의에가을를은고하지로기도사리어한자나시인대서과정일스해라그아들만전여장수제구부조');

export const encodings: readonly Encoding[] = [
  { name: 'windows-1252', label: 'latin-1 (Windows-1252)', languages: western, prior: 0 },
  { name: 'windows-1250', label: 'Windows-1250 (Central European)', languages: central, prior: -2.5 },
  { name: 'windows-1251', label: 'Windows-1251 (Cyrillic)', languages: cyrillic, prior: -1 },
  { name: 'koi8-r', label: 'KOI8-R (Cyrillic)', languages: russian, prior: -2 },
  { name: 'koi8-u', label: 'KOI8-U (Cyrillic)', languages: cyrillic.slice(1, 2), prior: -3 },
  { name: 'ibm866', label: 'IBM 866 (Cyrillic)', languages: russian, prior: -3 },
  { name: 'iso-8859-2', label: 'ISO 8859-2 (Central European)', languages: central, prior: -3 },
  { name: 'iso-8859-5', label: 'ISO 8859-5 (Cyrillic)', languages: cyrillic, prior: -3 },
  { name: 'iso-8859-15', label: 'ISO 8859-15 (latin-9)', languages: western, prior: -4 },
  { name: 'windows-1253', label: 'Windows-1253 (Greek)', languages: greek, prior: -2 },
  { name: 'windows-1254', label: 'Windows-1254 (Turkish)', languages: latin('ışüğçöİâîû'), prior: -2 },
  { name: 'windows-1255', label: 'Windows-1255 (Hebrew)', languages: hebrew, prior: -2 },
  { name: 'windows-1256', label: 'Windows-1256 (Arabic)', languages: arabic, prior: -2 },
  { name: 'windows-1257', label: 'Windows-1257 (Baltic)', languages: baltic, prior: -4 },
  { name: 'windows-874', label: 'Windows-874 (Thai)', languages: thai, prior: -2 },
  { name: 'macintosh', label: 'Mac Roman', languages: western, prior: -4 },
  { name: 'gb18030', label: 'GB 18030 (GBK, simplified Chinese)', languages: simplified, prior: -1 },
  { name: 'big5', label: 'Big5 (traditional Chinese)', languages: traditional, prior: -2 },
  { name: 'shift_jis', label: 'Shift_JIS (Japanese)', languages: japanese, prior: -1 },
  { name: 'euc-jp', label: 'EUC-JP (Japanese)', languages: japanese, prior: -2 },
  { name: 'euc-kr', label: 'EUC-KR (Korean)', languages: korean, prior: -1 },
];
