import { lightestMassNumbers, nuclideMasses } from './nuclide-masses.js';

/** Symbols by atomic number; 0 is the dummy atom. */
// biome-ignore format: a table
export const elementSymbols: readonly string[] = [
  '*',
  'H', 'He', 'Li', 'Be', 'B', 'C', 'N', 'O', 'F', 'Ne', 'Na', 'Mg', 'Al', 'Si', 'P', 'S', 'Cl', 'Ar', 'K', 'Ca', 'Sc',
  'Ti', 'V', 'Cr', 'Mn', 'Fe', 'Co', 'Ni', 'Cu', 'Zn', 'Ga', 'Ge', 'As', 'Se', 'Br', 'Kr', 'Rb', 'Sr', 'Y', 'Zr',
  'Nb', 'Mo', 'Tc', 'Ru', 'Rh', 'Pd', 'Ag', 'Cd', 'In', 'Sn', 'Sb', 'Te', 'I', 'Xe', 'Cs', 'Ba', 'La', 'Ce', 'Pr',
  'Nd', 'Pm', 'Sm', 'Eu', 'Gd', 'Tb', 'Dy', 'Ho', 'Er', 'Tm', 'Yb', 'Lu', 'Hf', 'Ta', 'W', 'Re', 'Os', 'Ir', 'Pt',
  'Au', 'Hg', 'Tl', 'Pb', 'Bi', 'Po', 'At', 'Rn', 'Fr', 'Ra', 'Ac', 'Th', 'Pa', 'U', 'Np', 'Pu', 'Am', 'Cm', 'Bk',
  'Cf', 'Es', 'Fm', 'Md', 'No', 'Lr', 'Rf', 'Db', 'Sg', 'Bh', 'Hs', 'Mt', 'Ds', 'Rg', 'Cn', 'Nh', 'Fl', 'Mc', 'Lv',
  'Ts', 'Og',
];

/** Largest atomic number with a symbol. */
export const maximumAtomicNumber = 118;

/**
 * Standard atomic weights, g/mol, by atomic number, as rounded and updated in RDKit 2022.09 (`PeriodicTable`), so that
 * molecular weights agree with it to the last digit; the values are IUPAC's to three decimals.
 */
// biome-ignore format: a table
export const atomicWeights = new Float64Array([
  0,
  1.008, 4.003, 6.941, 9.012, 10.812, 12.011, 14.007, 15.999, 18.998, 20.18, 22.99, 24.305, 26.982, 28.086, 30.974,
  32.067, 35.453, 39.948, 39.098, 40.078, 44.956, 47.867, 50.942, 51.996, 54.938, 55.845, 58.933, 58.693, 63.546,
  65.39, 69.723, 72.61, 74.922, 78.96, 79.904, 83.8, 85.468, 87.62, 88.906, 91.224, 92.906, 95.94, 98, 101.07,
  102.906, 106.42, 107.868, 112.412, 114.818, 118.711, 121.76, 127.6, 126.904, 131.29, 132.905, 137.328, 138.906,
  140.116, 140.908, 144.24, 145, 150.36, 151.964, 157.25, 158.925, 162.5, 164.93, 167.26, 168.934, 173.04, 174.967,
  178.49, 180.948, 183.84, 186.207, 190.23, 192.217, 195.078, 196.967, 200.59, 204.383, 207.2, 208.98, 209, 210, 222,
  223, 226, 227, 232.038, 231.036, 238.029, 237, 244, 243, 247, 247, 251, 252, 257, 258, 259, 262, 267, 268, 269, 270,
  269, 278, 281, 281, 285, 284, 289, 288, 293, 292, 294,
]);

/** Masses of the most common isotope, u, by atomic number (RDKit 2022.09; NIST isotopic compositions). */
// biome-ignore format: a table
export const commonIsotopeMasses = new Float64Array([
  0,
  1.007825032, 4.002603254, 7.01600455, 9.0121822, 11.0093054, 12, 14.003074, 15.99491462, 18.99840322, 19.99244018,
  22.98976928, 23.9850417, 26.98153863, 27.97692653, 30.97376163, 31.972071, 34.96885268, 39.96238312, 38.96370668,
  39.96259098, 44.9559119, 47.9479463, 49.9471585, 51.9405075, 54.9380451, 55.9349375, 58.933195, 57.9353429,
  62.9295975, 63.9291422, 68.9255736, 73.9211778, 74.9215965, 79.9165213, 78.9183371, 83.911507, 84.91178974,
  87.9056121, 88.9058483, 89.9047044, 92.9063781, 97.9054082, 96.906365, 101.9043493, 102.905504, 105.903486,
  106.905097, 113.9033585, 114.903878, 119.9021947, 120.9038157, 129.9062244, 126.904473, 131.9041535, 132.9054519,
  137.9052472, 138.9063533, 139.9054387, 140.9076528, 141.9077233, 144.912749, 151.9197324, 152.9212303, 157.9241039,
  158.9253468, 163.9291748, 164.9303221, 165.9302931, 168.9342133, 173.9388621, 174.9407718, 179.94655, 180.9479958,
  183.9509312, 186.9557531, 191.9614807, 192.9629264, 194.9647911, 196.9665687, 201.970643, 204.9744275, 207.9766521,
  208.9803987, 208.9824304, 209.987148, 210.990601, 223.0197359, 223.0185022, 227.0277521, 232.0380553, 231.035884,
  238.0507882, 236.04657, 238.0495599, 241.0568291, 243.0613891, 247.070307, 249.0748535, 252.08298, 257.095105,
  258.098431, 259.10103, 262.10963, 267.12153, 268.12545, 271.13347, 270.13362, 269.13406, 278.15481, 281.16206,
  281.16537, 285.17411, 284.17873, 289.19042, 288.19274, 293.20449, 292.20746, 294.21392,
]);

/** Electrons in the outer shell by atomic number (RDKit 2022.09). */
// biome-ignore format: a table
export const outerElectrons = new Uint8Array([
  0,
  1, 2, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 2, 3, 4, 5, 6, 7, 8, 1, 2,
  3, 4, 5, 6, 7, 8, 9, 10, 11, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 4, 5, 6,
  7, 8, 9, 10, 11, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 2, 2, 2, 2, 2, 2, 2,
  2, 2, 2, 2, 2, 2, 2, 2,
]);

/** Allowed valences of the elements whose valence is restricted, smallest first (RDKit 2022.09). Others take any. */
// biome-ignore format: a table
const allowedValences: Readonly<Record<number, readonly number[]>> = {
  1: [1], 2: [0], 3: [1], 4: [2], 5: [3], 6: [4], 7: [3], 8: [2], 9: [1], 10: [0], 11: [1], 13: [3, 6], 14: [4, 6],
  15: [3, 5, 7], 16: [2, 4, 6], 17: [1], 18: [0], 19: [1], 31: [3], 32: [4], 33: [3, 5, 7], 34: [2, 4, 6], 35: [1],
  36: [0], 37: [1], 49: [3], 50: [2, 4], 51: [3, 5, 7], 52: [2, 4, 6], 53: [1, 3, 5], 54: [0, 2, 4, 6], 55: [1],
  81: [3], 82: [2, 4], 83: [3, 5, 7], 84: [2, 4, 6], 85: [1, 3, 5], 86: [0], 87: [1],
};

/** Allowed valences of an element, smallest first; empty if any valence is allowed. */
export function valencesOf(atomicNumber: number): readonly number[] {
  return valenceTable[atomicNumber]!;
}

/** Mass of a nuclide, u; where it is not known, the mass number (off by less than 0.3 u). */
export function isotopeMass(atomicNumber: number, massNumber: number): number {
  return nuclideMasses[atomicNumber]?.[massNumber - lightestMassNumbers[atomicNumber]!] ?? massNumber;
}

const none: readonly number[] = [];
const valenceTable: readonly (readonly number[])[] = elementSymbols.map((_, z) => allowedValences[z] ?? none);
