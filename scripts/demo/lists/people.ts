/** Given and family names of customers, agents and whoever they mention. Some are also streets, months or plain words. */
import { type Choice, compose, words } from './choice.ts';

export const givenNames: Choice = {
  seen: words(`
    Dana Oliver Priya Marcus Helen Tomasz Aisha Gareth Niamh Leon Yusuf Bethan Carl Ingrid Samuel Rosa Declan Mei
    Patrick Zainab Hugo Eleanor Kwame Sophie Arjun Linda Stefan Chloe Malik Fiona Victor Joan Rahul Amelia Piotr
    Grace Owen Fatima Douglas Hannah Emeka Louise Sergei Ruth Callum Nadia Trevor Elsie Mark Will April June May
    Heather Jasmine Rose Daniel Katya Mohammed Alice Bruno Sandra Ivan Megan Farah Neil Olga Dev Jude Simon Carys
    Andre Paula Omar Kirsty Lewis Shreya Glenn Anita Rory Tessa Hamish Leila Clive Maya Ellis Joyce Adam Wendy Idris
    Laura Pavel Sunita Graham Freya Tunde Sheila Ross Amara Colin Bianca Keith Noor Alan Greta Joel Vera Ashok Kim
    Abigail Aidan Alfie Alina Amir Angela Annika Anthony Arabella Archie Arlo Asha Astrid Audrey Ayo Barbara Beatrice
    Benedict Bernard Bilal Brenda Brian Bridget Cameron Carmen Caroline Cecil Cedric Celia Charlie Christine Ciara
    Claire Connor Cora Craig Cyril Daisy Damian Daphne Darren Dawn Deepa Denise Desmond Diego Dominic Donna Doris Dylan
    Edith Edmund Edwin Elena Elijah Elliot Elsa Emily Enid Eric Erin Ernest Eva Evan Evelyn Felix Finn Flora Florence
    Frances Frank Frederick Gemma Geoffrey George Gerald Gillian Gloria Gordon Guy Habib Hari Harriet Harry Hazel
    Hector Henry Hilda Holly Howard Ian Ida Imran Irene Iris Isaac Isla Ivy Jack Jacob Jamal James Janet Jean Jenny
    Jerome Jessica Jill Joanna Jodie Jonas Joseph Josie Judith Julian Kamal Karen Karim Kathleen Kelly Kenneth Kevin
    Kiran Kit Kurt Lakshmi Lara Lars Leah Lena Leonard Leroy Lesley Liam Lily Logan Lola Lorna Lucas Lucy Luke
    Lydia Mabel Maeve Magda Manoj Marian Marta Martin Mason Matthew Maud Maureen Max Mia Michael Mina Miriam Mohan
    Molly Morgan Muriel Nathan Nell Nicola Nina Nora Norman Oscar Pamela Pascal Pearl Peggy Peter Phoebe Phyllis Poppy
    Rachel Raj Ralph Rana Ray Rebecca Reza Richard Rita Robin Roger Roland Ronan Roy Ruby Rufus Russell Ryan Sadie
    Sally Salma Sara Saul Scott Sean Seth Shane Shaun Sian Sidney Silas Simone Sonia Spencer Stella Stuart Sue Sybil
    Tanya Tara Ted Terence Theo Theresa Tina Toby Tony Tracy Uma Una Valerie Vanessa Vijay Viola Walter Wayne Wesley
    Wilma Yvonne Zara Zoe Zofia`),
  heldOut: words(`
    Thandiwe Rupert Soraya Magnus Delphine Ravi Isolde Kenji Philippa Tobias Anoushka Barnaby Chiara Dmitri Esme Fergus
    Gwendolyn Hassan Imogen Jasper Keziah Lorcan Matilda Nikhil Oonagh Percy Quentin Rowena Sanjay Tabitha Ursula Vikram
    Winifred Xavier Yolanda Zachary Abena Bogdan Cressida Dermot Eirlys Farouk Gunnar Hyacinth Ignatius Jocasta Kofi
    Lavinia Mateusz Nerys Osman Petra Rhiannon Stellan Tamsin Ulrich Violetta Wojtek Yasmin Zoltan`),
};

export const familyNames: Choice = {
  seen: [
    ...words(`
    Whitlow Sharma Okafor Jackson Brennan Kowalski Hughes Lindqvist Ahmed Pemberton Rossi Chang Doyle Baxter Nguyen
    Maple Lane Heath Rhodes Field Marsh Banks Ashdown Carver Dalton Edmunds Farrell Gibbs Hartley Ivanov Jarvis Khan
    Latham Mistry Norris Osborne Patel Quigley Redfern Singh Tanner Underhill Vance Walcott Yates Zimmer Abbott Barlow
    Cartwright Dubois Ellery Fontaine Greaves Holloway Ingram Joshi Kendrick Lomas Mbeki Nolan Oyelaran Prentice Rahman
    Stanton Thorne Usman Vickers Wardle Yilmaz Adeyemi Booth Castell Denholm Eastwood Flint Garside Haddad Irving Jansen
    Keeble Larkin Moxon Nair Olsen Pickering Rawlins Sutcliffe Tran Varga Weston Young Archer Bolt Cooper Drake Elliott
    Forster Grant Hooper Jolly King Lamb Moss Nash Parrish Reid Shaw Turner Ward Winter Rivers Summers Stone`),
    ...compose(
      'Ather Bram Cal Den Els Fal Gar Hen Ken Lang Mar Nor Ock Pen Rad Sel Tew Ul Wal Wick Hol Chat Thorn Brad',
      'ley worth field by wood combe shaw ridge ton more',
    ),
    ...compose('Adeb Bal Chid Dom Kov Lub Mar Nov Okon Pav Rad Sav Tak Zel', 'inski ova anda eyemi enko ic wa oru'),
  ],
  heldOut: [
    ...words(`
    Abernathy Blackwood Chaudhry Devereux Eriksen Fairweather Galbraith Haverstock Iqbal Jankowski Kipling Lancaster
    Mukherjee Nakamura Ogunleye Petrov Quarmby Ravenscroft Satterley Tremaine Umarov Vanterpool Wolstencroft Yarrow
    Zielinski Attwell Birtwistle Cadogan Dunmore Eddowes Fothergill Gaskell Hebden Inskip Jephson Kilbride Loxley
    Mountjoy Nettleton Oakeshott Popescu Radcliffe Silverwood Trelawney Uttley Venkatesan Wetherby Xiang Yeardley
    Bhattacharya Cavendish Darcy Entwistle Fitzgerald Gunnarsson`),
    ...compose('Ald Broc Cres Dray Fen Hather Kim Mon Stan Tem Whit Yox', 'well bury hurst stead ley grave man'),
    ...compose('Bog Chuk Dvor Hirv Jur Mbal Sob Vuk', 'asa onen icz unde evsky ula'),
  ],
};
