/** Given and family names of customers, agents and whoever they mention. Some are also streets, months or plain words. */
import { type Choice, words } from './choice.ts';

export const givenNames: Choice = {
  seen: words(`
    Dana Oliver Priya Marcus Helen Tomasz Aisha Gareth Niamh Leon Yusuf Bethan Carl Ingrid Samuel Rosa Declan Mei
    Patrick Zainab Hugo Eleanor Kwame Sophie Arjun Linda Stefan Chloe Malik Fiona Victor Joan Rahul Amelia Piotr
    Grace Owen Fatima Douglas Hannah Emeka Louise Sergei Ruth Callum Nadia Trevor Elsie Mark Will April June May
    Heather Jasmine Rose Daniel Katya Mohammed Alice Bruno Sandra Ivan Megan Farah Neil Olga Dev Jude Simon Carys
    Andre Paula Omar Kirsty Lewis Shreya Glenn Anita Rory Tessa Hamish Leila Clive Maya Ellis Joyce Adam Wendy Idris
    Laura Pavel Sunita Graham Freya Tunde Sheila Ross Amara Colin Bianca Keith Noor Alan Greta Joel Vera Ashok Kim`),
  heldOut: words(`
    Thandiwe Rupert Soraya Magnus Delphine Ravi Isolde Kenji Philippa Tobias Anoushka Barnaby Chiara Dmitri Esme Fergus
    Gwendolyn Hassan Imogen Jasper Keziah Lorcan Matilda Nikhil Oonagh Percy Quentin Rowena Sanjay Tabitha Ursula Vikram
    Winifred Xavier Yolanda Zachary Abena Bogdan Cressida Dermot Eirlys Farouk Gunnar Hyacinth Ignatius Jocasta Kofi
    Lavinia Mateusz Nerys Osman Petra Rhiannon Stellan Tamsin Ulrich Violetta Wojtek Yasmin Zoltan`),
};

export const familyNames: Choice = {
  seen: words(`
    Whitlow Sharma Okafor Jackson Brennan Kowalski Hughes Lindqvist Ahmed Pemberton Rossi Chang Doyle Baxter Nguyen
    Maple Lane Heath Rhodes Field Marsh Banks Ashdown Carver Dalton Edmunds Farrell Gibbs Hartley Ivanov Jarvis Khan
    Latham Mistry Norris Osborne Patel Quigley Redfern Singh Tanner Underhill Vance Walcott Yates Zimmer Abbott Barlow
    Cartwright Dubois Ellery Fontaine Greaves Holloway Ingram Joshi Kendrick Lomas Mbeki Nolan Oyelaran Prentice Rahman
    Stanton Thorne Usman Vickers Wardle Yilmaz Adeyemi Booth Castell Denholm Eastwood Flint Garside Haddad Irving Jansen
    Keeble Larkin Moxon Nair Olsen Pickering Rawlins Sutcliffe Tran Varga Weston Young Archer Bolt Cooper Drake Elliott
    Forster Grant Hooper Jolly King Lamb Moss Nash Parrish Reid Shaw Turner Ward Winter Rivers Summers Stone`),
  heldOut: words(`
    Abernathy Blackwood Chaudhry Devereux Eriksen Fairweather Galbraith Haverstock Iqbal Jankowski Kipling Lancaster
    Mukherjee Nakamura Ogunleye Petrov Quarmby Ravenscroft Satterley Tremaine Umarov Vanterpool Wolstencroft Yarrow
    Zielinski Attwell Birtwistle Cadogan Dunmore Eddowes Fothergill Gaskell Hebden Inskip Jephson Kilbride Loxley
    Mountjoy Nettleton Oakeshott Popescu Radcliffe Silverwood Trelawney Uttley Venkatesan Wetherby Xiang Yeardley
    Bhattacharya Cavendish Darcy Entwistle Fitzgerald Gunnarsson`),
};
