/** Where the label of a switch begins: what it brings with it stands there. */
export const underSwitch = '3.125rem';
