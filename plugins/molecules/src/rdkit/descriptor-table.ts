/** A number that RDKit computes for every molecule. */
export interface MolecularDescriptor {
  /** Kebab-case, for people and workflow files. */
  readonly name: string;
  /** RDKit's name. */
  readonly key: string;
  /** '1' for counts and indices. */
  readonly unit: string;
  /** One line, no full stop. */
  readonly summary: string;
  /** The publication that defines it, where counting does not. */
  readonly reference?: string;
}

const crippen = 'Wildman & Crippen, J. Chem. Inf. Comput. Sci. 39, 868 (1999)';
const kierHall =
  'Hall & Kier, The molecular connectivity chi indexes and kappa shape indexes, Rev. Comput. Chem. 2, 367 (1991)';
const lipinski = 'Lipinski et al., Adv. Drug Deliv. Rev. 23, 3 (1997)';

/** A count, or an index without unit. */
function pure(name: string, key: string, summary: string, reference?: string): MolecularDescriptor {
  return { name, key, unit: '1', summary, ...(reference === undefined ? {} : { reference }) };
}

/** Simple (n) or valence (v) connectivity index of an order. */
function chi(order: number, kind: 'n' | 'v'): MolecularDescriptor {
  const electrons =
    kind === 'v' ? 'valence electrons of each element corrected for its row' : 'valence electrons counted as for row 2';
  const summary = `Connectivity index of order ${order} over paths of ${order} bonds, ${electrons}`;
  return pure(`chi-${order}-${kind}`, `chi${order}${kind}`, summary, kierHall);
}

/** The descriptors of `get_descriptors`, in the order of the values of a row. */
export const molecularDescriptors: readonly MolecularDescriptor[] = [
  {
    name: 'exact-mass',
    key: 'exactmw',
    unit: 'Da',
    summary: 'Monoisotopic mass: every atom the most common isotope of its element unless another is given',
  },
  {
    name: 'molecular-weight',
    key: 'amw',
    unit: 'g/mol',
    summary: 'Molar mass with average atomic weights',
  },
  pure('lipinski-acceptors', 'lipinskiHBA', 'Hydrogen bond acceptors of the rule of five: N and O atoms', lipinski),
  pure('lipinski-donors', 'lipinskiHBD', 'Hydrogen bond donors of the rule of five: N–H and O–H bonds', lipinski),
  pure(
    'rotatable-bonds',
    'NumRotatableBonds',
    'Single bonds about which larger parts turn, without amides and their like',
    'Veber et al., J. Med. Chem. 45, 2615 (2002)',
  ),
  pure('donors', 'NumHBD', 'Hydrogen bond donor atoms', 'Gobbi & Poppinger, Biotechnol. Bioeng. 61, 47 (1998)'),
  pure('acceptors', 'NumHBA', 'Hydrogen bond acceptor atoms', 'Gobbi & Poppinger, Biotechnol. Bioeng. 61, 47 (1998)'),
  pure('heavy-atoms', 'NumHeavyAtoms', 'Atoms other than hydrogen'),
  pure('atoms', 'NumAtoms', 'Atoms, hydrogens among them'),
  pure('heteroatoms', 'NumHeteroatoms', 'Atoms other than hydrogen and carbon'),
  pure('amide-bonds', 'NumAmideBonds', 'Bonds between a carbonyl carbon and nitrogen'),
  pure(
    'fraction-sp3',
    'FractionCSP3',
    'Share of the carbons that are sp3, 0 to 1; 0 without carbon',
    'Lovering et al., J. Med. Chem. 52, 6752 (2009)',
  ),
  pure('rings', 'NumRings', 'Rings of the smallest set of smallest rings, symmetrised'),
  pure('aromatic-rings', 'NumAromaticRings', 'Rings of aromatic bonds only'),
  pure('aliphatic-rings', 'NumAliphaticRings', 'Rings with at least one bond that is not aromatic'),
  pure('saturated-rings', 'NumSaturatedRings', 'Rings of single bonds only'),
  pure('heterocycles', 'NumHeterocycles', 'Rings with an atom other than carbon'),
  pure('aromatic-heterocycles', 'NumAromaticHeterocycles', 'Aromatic rings with an atom other than carbon'),
  pure('saturated-heterocycles', 'NumSaturatedHeterocycles', 'Saturated rings with an atom other than carbon'),
  pure('aliphatic-heterocycles', 'NumAliphaticHeterocycles', 'Aliphatic rings with an atom other than carbon'),
  pure('spiro-atoms', 'NumSpiroAtoms', 'Atoms shared by rings that share nothing else'),
  pure('bridgehead-atoms', 'NumBridgeheadAtoms', 'Atoms where rings that share two or more bonds part'),
  pure('stereocentres', 'NumAtomStereoCenters', 'Tetrahedral stereocentres, specified or not'),
  pure(
    'unspecified-stereocentres',
    'NumUnspecifiedAtomStereoCenters',
    'Tetrahedral stereocentres without a given configuration',
  ),
  {
    name: 'labute-surface',
    key: 'labuteASA',
    unit: 'Å²',
    summary: 'Approximate van der Waals surface area',
    reference: 'Labute, J. Mol. Graph. Model. 18, 464 (2000)',
  },
  {
    name: 'tpsa',
    key: 'tpsa',
    unit: 'Å²',
    summary: 'Topological polar surface area of N and O',
    reference: 'Ertl, Rohde & Selzer, J. Med. Chem. 43, 3714 (2000)',
  },
  pure(
    'log-p',
    'CrippenClogP',
    'Octanol–water partition coefficient, decadic logarithm, by atom contributions',
    crippen,
  ),
  {
    name: 'molar-refractivity',
    key: 'CrippenMR',
    unit: 'cm³/mol',
    summary: 'Molar refractivity by atom contributions',
    reference: crippen,
  },
  ...[0, 1, 2, 3, 4].map((order) => chi(order, 'v')),
  ...[0, 1, 2, 3, 4].map((order) => chi(order, 'n')),
  pure('hall-kier-alpha', 'hallKierAlpha', 'Sum of the atoms’ relative covalent radii less one', kierHall),
  pure('kappa-1', 'kappa1', 'Shape index of order 1: how few cycles there are', kierHall),
  pure('kappa-2', 'kappa2', 'Shape index of order 2: how little star-like the molecule is', kierHall),
  pure('kappa-3', 'kappa3', 'Shape index of order 3: how far branching is from the centre', kierHall),
  pure(
    'flexibility',
    'Phi',
    'Kier’s flexibility index κ₁κ₂ / heavy atoms',
    'Kier, Quant. Struct.-Act. Relat. 8, 221 (1989)',
  ),
];
