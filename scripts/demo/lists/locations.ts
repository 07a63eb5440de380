/** Towns (known and invented), regions and countries. */
import { type Choice, compose, words } from './choice.ts';

export const towns: Choice = {
  seen: [
    ...words(
      `Leeds, Bristol, Cardiff, Dunmere, Ashcombe, Norwich, Sheffield, York, Brackley, Leicester, Milldale, Swansea, Exeter,
    Thornhill, Glasgow, Hull, Reading, Bath, Oldham, Stoneleigh, Preston, Derby, Lower Fenmoor, Plymouth, Castlegate, Luton,
    Oakwell, Dundee, Wells, Harrowdale, Carlisle, Ely, Little Marling, Poole, Redcar, Burnley, Kelbrook, Sale, Battle,
    Newport, Upper Tarn, Wigan, Truro, Ashford, Slough, Bury, Rugby, Morecambe, Haxby Bridge, London, Manchester`,
      /,/,
    ),
    ...compose(
      'Ash Bar Crow Dun East Fern Glen Hals King Leck Mill Orm Ports Rush Swan Thax',
      'wick ford minster by ham mouth stow',
    ),
  ],
  heldOut: [
    ...words(
      `Tarrowby, Wexcombe, Inverness, Great Yarrowick, Lincoln, Aberdeen, Peterborough, Isca St Mary, Kirkwold, Dorchester,
    Saltmarsh Haven, Brighton, Durham, Penhallow, Nether Combe, Stirling, Whitby, Belfast, Eastbourne, Ormsgill, Chelmsford,
    Bodwyn, Salford, Ludlow, Hexley, Ramsgate`,
      /,/,
    ),
    ...compose('Ax Brid Clever Fro Ister Hux Lyd Tiver', 'port wick ham worthy ney dale'),
  ],
};

export const regions: Choice = {
  seen: words(
    `Spain, Poland, Cornwall, Scotland, Ireland, Kent, Portugal, Wales, Germany, the Midlands, India, Yorkshire, France,
    Nigeria, Italy, Norfolk, Canada`,
    /,/,
  ),
  heldOut: words('Lithuania, Devon, Greece, Northumberland, Ghana, Sussex, Norway, Cumbria, Malta, Australia', /,/),
};
