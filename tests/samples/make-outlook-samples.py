#!/usr/bin/env python3
"""Writes the sample registries of Outlook 2007 to 2016 and their mixtures, into this folder.

No public export of such profiles exists, so they are built by the encoding rules of MAPI profiles:
PT_LONG is REG_BINARY of four bytes, little endian; PT_UNICODE is REG_BINARY of UTF-16LE with a NUL;
PT_STRING8 is REG_SZ; ids are their 16 bytes, and as a key's name 32 hex digits. The files are kept;
run this again after a change to it.
"""
import pathlib

FOLDER = pathlib.Path(__file__).parent
HKCU = "HKEY_CURRENT_USER\\"
SHARED = ("Software\\Microsoft\\Windows NT\\CurrentVersion\\"
          "Windows Messaging Subsystem\\Profiles")
ROOT = {2010: SHARED,
        2013: "Software\\Microsoft\\Office\\15.0\\Outlook\\Profiles",
        2016: "Software\\Microsoft\\Office\\16.0\\Outlook\\Profiles"}
GLOBAL = "13dbb0c8aa05101a9bb000aa002fc45a"
LIST = "9207f3e0a3b11019908b08002b2a56c2"
BASIC, NTLM, NEGOTIATE, CERTIFICATE = 1, 2, 16, 65536


def binary(data):
    return "hex:" + ",".join(f"{byte:02x}" for byte in data)


def long(number):
    return binary(number.to_bytes(4, "little"))


def unicode(text):
    return binary((text + "\0").encode("utf-16-le"))


def uid(kind, number):
    return bytes([kind]) + bytes(14) + bytes([number])


class Sample:
    def __init__(self, name, what, level=3):
        self.name = name
        self.lines = ["Windows Registry Editor Version 5.00", "", f"; {what}",
                      "; Made by make-outlook-samples.py, not exported from a real machine."]
        self.key("HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Lsa",
                 {"LmCompatibilityLevel": f"dword:{level:08x}"})

    def key(self, path, values=None):
        self.lines += ["", f"[{path}]"]
        self.lines += [f'"{name}"={data}' for name, data in (values or {}).items()]

    def settings(self, path, scheme, flags=0x2f, name=None):
        values = {"00036601": long(0x1184), "00036623": long(flags), "00036627": long(scheme),
                  "001f6622": unicode("mail.contoso.com")}
        if name:
            values["001f6620"] = unicode(name)
        self.key(path, values)

    def old(self, profile, scheme):
        """The one account of Outlook 2003 or 2007: in the global section."""
        path = f"{HKCU}{SHARED}\\{profile}\\{GLOBAL}"
        self.settings(path, scheme)
        self.lines += [f'"00036600"={long(0x501)}', '"001e6602"="EXCHANGE1"']

    def new(self, year, profile, schemes, copies=(), pointed=True):
        """Accounts of Outlook 2010 and later: services, their sections, a provider for each."""
        top = f"{HKCU}{ROOT[year]}\\{profile}"
        services = [uid(0x1d, 0)] + [uid(0x5e, i) for i in range(len(schemes))]
        self.key(f"{top}\\{LIST}", {"01023d0e": binary(b"".join(services))})
        self.key(f"{top}\\{uid(0x1d, 0).hex()}",
                 {"001e3d09": '"EMABLT"', "00036623": long(0), "001e6608": '"100"'})
        for i, scheme in enumerate(schemes):
            values = {"001f3d09": unicode("MSEMS"), "01023d01": binary(uid(0xb0, i))}
            if pointed:
                values["01023d15"] = binary(uid(0xac, i))
                self.settings(f"{top}\\{uid(0xac, i).hex()}", scheme, name=f"user{i}@contoso.com")
            self.key(f"{top}\\{uid(0x5e, i).hex()}", values)
            provider = f"{top}\\{uid(0xb0, i).hex()}"
            if i < len(copies):
                self.settings(provider, copies[i])
            else:
                self.key(provider, {"00033e03": long(0x25)})

    def default(self, year, profile):
        path = SHARED if year <= 2010 else ROOT[year].rsplit("\\", 1)[0]
        self.key(HKCU + path, {"DefaultProfile": f'"{profile}"'})

    def policy(self, version, name, number):
        self.key(f"{HKCU}Software\\Policies\\Microsoft\\Office\\{version}\\Outlook\\RPC",
                 {name: f"dword:{number:08x}"})

    def machine(self, protocol, lsa, ntlm, domain):
        """What of the machine can cause prompts; None: the value is not there."""
        services = "HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters"
        self.key("HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Rpc\\ClientProtocols",
                 {"ncacn_np": '"rpcrt4.dll"', "ncacn_http": f'"{protocol}"' if protocol else "-"})
        self.key("HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Lsa",
                 {"DisableDomainCreds": f"dword:{lsa:08x}"})
        self.key("HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Lsa\\MSV1_0",
                 {name: f"dword:{number:08x}" for name, number in ntlm.items()})
        self.key(services, {"Domain": f'"{domain}"'})

    def web_proxy(self, exceptions):
        self.key(f"{HKCU}Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings",
                 {"ProxyEnable": "dword:00000001", "ProxyServer": '"web:8080"',
                  "ProxyOverride": f'"{exceptions}"'})

    def inner(self, version, number):
        self.key(f"{HKCU}Software\\Policies\\Microsoft\\Office\\{version}\\Outlook\\Security",
                 {"AuthenticationService": f"dword:{number:08x}"})

    def write(self):
        (FOLDER / f"{self.name}.reg").write_text("\n".join(self.lines) + "\n", encoding="ascii")


def main():
    sample = Sample("outlook2007_policy", "Outlook 2007, Basic, with a policy for its flags.")
    sample.key(f"{HKCU}Software\\Microsoft\\Office\\12.0\\Outlook")
    sample.old("Outlook", BASIC)
    sample.default(2007, "Outlook")
    sample.policy("12.0", "ProxyServerFlags", 47)
    sample.write()

    sample = Sample("outlook2010_two_accounts", "Outlook 2010: two accounts in a profile.", level=1)
    sample.new(2010, "Outlook", [BASIC, NTLM])
    sample.default(2010, "Outlook")
    sample.write()

    sample = Sample("outlook2010_after_2007",
                    "A profile that 2007 made and 2010 uses, with a provider's copy.")
    sample.old("Outlook", BASIC)
    sample.new(2010, "Outlook", [NTLM], copies=[BASIC])
    sample.write()

    sample = Sample("outlook2013_basic", "Outlook 2013, Basic, a copy of it, and a policy of 2016.")
    sample.new(2013, "Outlook", [BASIC], copies=[BASIC])
    sample.default(2013, "Outlook")
    sample.policy("16.0", "ProxyAuthenticationService", 1)
    sample.write()

    sample = Sample("outlook2016_negotiate", "Outlook 2016: Negotiate, and a certificate.")
    sample.new(2016, "Outlook", [NEGOTIATE, CERTIFICATE])
    sample.default(2016, "Outlook")
    sample.policy("16.0", "EnableRPCTunnelingUI", 0)
    sample.write()

    sample = Sample("outlook2016_provider_only", "Outlook 2016: only a provider has the values.")
    sample.new(2016, "Outlook", [BASIC], copies=[BASIC], pointed=False)
    sample.write()

    sample = Sample("outlooks_side_by_side", "All of them, with profiles of one name.", level=0)
    sample.old("Outlook", BASIC)
    sample.new(2010, "Second", [BASIC, BASIC, NEGOTIATE])
    sample.new(2013, "Outlook", [NTLM])
    sample.new(2016, "Outlook", [BASIC], copies=[NTLM])
    sample.default(2010, "Second")
    sample.default(2013, "Outlook")
    sample.default(2016, "Outlook")
    sample.policy("15.0", "ProxyAuthenticationService", 1)
    sample.write()

    sample = Sample("causes_windows_xp",
                    "Windows XP and Outlook 2003 with the causes beyond the article.", level=2)
    sample.old("Outlook", BASIC)
    sample.machine(None, 1, {"RestrictSendingNTLMTraffic": 2}, "")
    sample.web_proxy("intranet")
    sample.inner("11.0", 16)
    sample.policy("11.0", "DisableBasicAuthSavedCreds", 1)
    sample.write()

    sample = Sample("causes_windows_7",
                    "Windows 7: NTLM is restricted; Outlook 2010 has Basic by policy alone.")
    sample.new(2010, "Outlook", [NTLM])
    sample.machine("rpcrt4.dll", 0, {"RestrictSendingNTLMTraffic": 2}, "contoso.com")
    sample.web_proxy("intranet;*.contoso.com")
    sample.inner("14.0", 10)
    sample.policy("14.0", "ProxyAuthenticationService", BASIC)
    sample.policy("14.0", "DisableBasicAuthSavedCreds", 1)
    sample.write()

    sample = Sample("causes_none", "All the places of the causes, and nothing in them to tell of.")
    sample.old("Outlook", NTLM)
    sample.machine("rpcrt4.dll", 0, {"RestrictSendingNTLMTraffic": 1}, "contoso.com")
    sample.web_proxy("mail.contoso.com")
    sample.inner("11.0", 9)
    sample.policy("11.0", "DisableBasicAuthSavedCreds", 1)
    sample.write()


main()
