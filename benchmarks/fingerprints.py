"""ECFP4 count fingerprints a CPU second by RDKit, of the SMILES on standard input; parsing is not timed."""

import json
import sys
import time

from rdkit import Chem, RDLogger
from rdkit.Chem import rdMolDescriptors

RDLogger.DisableLog("rdApp.*")
molecules = [Chem.MolFromSmiles(line) for line in sys.stdin.read().split()]
molecules = [molecule for molecule in molecules if molecule is not None]
for molecule in molecules[:500]:
    rdMolDescriptors.GetMorganFingerprint(molecule, 2)
began = time.process_time()
for molecule in molecules:
    rdMolDescriptors.GetMorganFingerprint(molecule, 2)
print(json.dumps({"fingerprintsPerSecond": len(molecules) / (time.process_time() - began)}))
