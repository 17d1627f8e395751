"""QED, log P, TPSA and ECFP4 count similarity to a reference by RDKit, of the SMILES on standard input, a CPU second."""

import json
import sys
import time

from rdkit import Chem, DataStructs, RDLogger
from rdkit.Chem import Crippen, QED, rdMolDescriptors

RDLogger.DisableLog("rdApp.*")
target = rdMolDescriptors.GetMorganFingerprint(Chem.MolFromSmiles(sys.argv[1]), 2)
texts = sys.stdin.read().split()


def score(text):
    molecule = Chem.MolFromSmiles(text)
    if molecule is None:
        return None
    # Canonical SMILES are how a design loop knows a molecule again.
    Chem.MolToSmiles(molecule)
    fingerprint = rdMolDescriptors.GetMorganFingerprint(molecule, 2)
    return [
        QED.qed(molecule),
        Crippen.MolLogP(molecule),
        rdMolDescriptors.CalcTPSA(molecule),
        DataStructs.TanimotoSimilarity(target, fingerprint),
    ]


for text in texts[:100]:
    score(text)
began = time.process_time()
values = [score(text) for text in texts]
print(json.dumps({"moleculesPerSecond": len(texts) / (time.process_time() - began), "values": values}))
