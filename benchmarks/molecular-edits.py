"""
Edits a CPU second to canonical, valid molecules by RDKit's reactions, of the SMILES on standard input: the seven mutations of
Jensen, Chem. Sci. 10, 3567 (2019), and crossover at bonds outside and inside rings.

usage: molecular-edits.py mutate|crossover SEED
"""

import json
import random
import sys
import time

from rdkit import Chem, RDLogger
from rdkit.Chem import AllChem

RDLogger.DisableLog("rdApp.*")
kind, seed = sys.argv[1], int(sys.argv[2])
draw = random.Random(seed)
molecules = [Chem.MolFromSmiles(line) for line in sys.stdin.read().split()][:300]


def append_atom():
    bond, elements, hydrogens = draw.choices(
        [("-", ["C", "N", "O", "F", "S", "Cl", "Br"], "!H0"), ("=", ["C", "N", "O"], "!H1;!H0"), ("#", ["C", "N"], "H3")],
        [0.6, 0.35, 0.05],
    )[0]
    return f"[*;{hydrogens}:1]>>[*:1]{bond}{draw.choice(elements)}"


def insert_atom():
    return f"[*:1]~[*:2]>>[*:1]{draw.choice('CNOS')}[*:2]"


def delete_atom():
    return draw.choice(["[*:1]~[D1]>>[*:1]", "[*:1]~[D2]~[*:2]>>[*:1]-[*:2]"])


def change_atom():
    return f"[#{draw.choice([6, 7, 8])}:1]>>[#{draw.choice([6, 7, 8, 9, 16, 17])}:1]"


def change_order():
    return draw.choice(["[*:1]!-[*:2]>>[*:1]-[*:2]", "[*;!H0:1]-[*;!H0:2]>>[*:1]=[*:2]", "[*:1]#[*:2]>>[*:1]=[*:2]"])


def cut_ring():
    return "[*:1]@[*:2]>>([*:1].[*:2])"


def add_ring():
    middle = "~".join(["[*]"] * draw.choice([1, 2, 3, 3, 4, 4]))
    atoms = middle.split("~")
    tagged = "~".join(f"[*:{index + 3}]" for index in range(len(atoms)))
    return f"[*;!r;!H0:1]~{tagged}~[*;!r;!H0:2]>>[*:1]1~{tagged}~[*:2]1"


edits = [append_atom, insert_atom, delete_atom, change_atom, change_order, cut_ring, add_ring]


def checked(product):
    try:
        Chem.SanitizeMol(product)
        return Chem.MolToSmiles(product)
    except Exception:
        return None


def mutate(molecule):
    kekule = Chem.Mol(molecule)
    Chem.Kekulize(kekule, clearAromaticFlags=True)
    for _ in range(10):
        reaction = AllChem.ReactionFromSmarts(draw.choice(edits)())
        products = [product[0] for product in reaction.RunReactants((kekule,))]
        draw.shuffle(products)
        for product in products:
            text = checked(product)
            if text is not None and "." not in text:
                return text
    return None


chain_bond = Chem.MolFromSmarts("[*]-;!@[*]")
ring_bonds = Chem.MolFromSmarts("[R]@[R]@[R]@[R]")


def fragments(molecule, in_ring):
    places = molecule.GetSubstructMatches(ring_bonds if in_ring else chain_bond)
    if not places:
        return None
    place = draw.choice(places)
    pairs = [(place[0], place[1]), (place[2], place[3])] if in_ring else [(place[0], place[1])]
    bonds = [molecule.GetBondBetweenAtoms(*pair).GetIdx() for pair in pairs]
    labels = [(index + 1, index + 1) for index in range(len(bonds))]
    parts = Chem.GetMolFrags(Chem.FragmentOnBonds(molecule, bonds, dummyLabels=labels), asMols=True, sanitizeFrags=False)
    return parts if len(parts) == 2 else None


joins = [
    AllChem.ReactionFromSmarts("[*:1]-[1*].[1*]-[*:2]>>[*:1]-[*:2]"),
    AllChem.ReactionFromSmarts("([*:1]~[1*].[*:3]~[2*]).([1*]~[*:2].[2*]~[*:4])>>([*:1]-[*:2].[*:3]-[*:4])"),
]


def crossover(first, second):
    for _ in range(10):
        in_ring = draw.random() < 0.5
        kekule = [Chem.Mol(first), Chem.Mol(second)]
        for molecule in kekule:
            Chem.Kekulize(molecule, clearAromaticFlags=True)
        left, right = fragments(kekule[0], in_ring), fragments(kekule[1], in_ring)
        if left is None or right is None:
            continue
        for product in joins[in_ring].RunReactants((draw.choice(left), draw.choice(right))):
            text = checked(product[0])
            if text is not None and "." not in text:
                return text
    return None


def run(index):
    if kind == "mutate":
        return mutate(molecules[index])
    return crossover(molecules[index], molecules[(index * 7 + 1) % len(molecules)])


run(0)
began = time.process_time()
made = sum(run(index) is not None for index in range(len(molecules)))
print(json.dumps({"editsPerSecond": made / (time.process_time() - began), "made": made}))
