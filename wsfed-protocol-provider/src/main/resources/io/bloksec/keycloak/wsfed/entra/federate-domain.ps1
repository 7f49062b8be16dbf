<#
.SYNOPSIS
Federates a domain of a Microsoft Entra ID tenant with a Keycloak realm, checks it, or takes it back.

.DESCRIPTION
-Action Show     what Entra ID holds now, beside what it should hold. Changes nothing. The default.
-Action Federate creates the federation, or updates it (also for a new signing certificate).
-Action Export   writes every user's name and ImmutableID as CSV, for the import at Keycloak.
-Action Managed  the way back: people of the domain sign in at Microsoft again.

The whole domain changes at once, within minutes to an hour. Keep an administrator who signs in at
<tenant>.onmicrosoft.com, and try with a domain that only few people use.

Needs the modules Microsoft.Graph.Identity.DirectoryManagement and Microsoft.Graph.Users, and a role such as
Hybrid Identity Administrator or Domain Name Administrator.

Left out on purpose: ActiveSignInUri and MetadataExchangeUri. Without them, programs that send a password by
WS-Trust and password logon to Windows do not work with this domain.
#>
[CmdletBinding(SupportsShouldProcess = $true, ConfirmImpact = 'High')]
param(
    [ValidateSet('Show', 'Federate', 'Export', 'Managed')]
    [string] $Action = 'Show',

    # The domain to work on. May be left out when the settings below name exactly one.
    [string] $Domain = '',

    # Where -Action Export writes.
    [string] $Path = 'immutable-ids.csv',

    [ValidateSet('acceptIfMfaDoneByFederatedIdp', 'enforceMfaByFederatedIdp', 'rejectMfaByFederatedIdp')]
    [string] $MfaBehavior = 'acceptIfMfaDoneByFederatedIdp'
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

$federations = @(
@DOMAINS@
)

Import-Module Microsoft.Graph.Identity.DirectoryManagement
Import-Module Microsoft.Graph.Users

if ($Action -eq 'Export') {
    Connect-MgGraph -NoWelcome -Scopes 'User.Read.All'
    Get-MgUser -All -Property @('UserPrincipalName', 'OnPremisesImmutableId') |
        Where-Object { $_.OnPremisesImmutableId } |
        Select-Object -Property @('UserPrincipalName', 'OnPremisesImmutableId') |
        Export-Csv -Path $Path -NoTypeInformation -Encoding UTF8
    Write-Host ('Written: ' + $Path)
    return
}

$wanted = @($federations | Where-Object { $_.Domain -eq $Domain -or $_.Domain -eq '' })
if ($Domain -eq '' -and $federations.Count -eq 1 -and $federations[0].Domain -ne '') {
    $wanted = @($federations)
    $Domain = $federations[0].Domain
}
if ($Domain -eq '' -or $wanted.Count -ne 1) {
    throw 'Name the domain: -Domain corp.example. It must be one that the settings in this script are for.'
}
if ($Domain -like '*.onmicrosoft.com') {
    throw 'A domain of onmicrosoft.com cannot be federated.'
}

Connect-MgGraph -NoWelcome -Scopes @('Domain-InternalFederation.ReadWrite.All', 'Domain.ReadWrite.All')

$known = Get-MgDomain -DomainId $Domain
if (-not $known.IsVerified) {
    throw 'The domain is not verified in this tenant.'
}
if ($known.IsDefault -and $Action -eq 'Federate') {
    throw 'The domain is the default domain of the tenant, which cannot be federated. Make another one the default first.'
}

$settings = @{}
foreach ($name in $wanted[0].Keys) {
    if ($name -ne 'Domain') {
        $settings[$name] = $wanted[0][$name]
    }
}
$settings['FederatedIdpMfaBehavior'] = $MfaBehavior
$present = @(Get-MgDomainFederationConfiguration -DomainId $Domain -ErrorAction SilentlyContinue)

if ($Action -eq 'Managed') {
    if ($PSCmdlet.ShouldProcess($Domain, 'Let people sign in at Microsoft again')) {
        Update-MgDomain -DomainId $Domain -AuthenticationType 'Managed'
    }
}

if ($Action -eq 'Federate') {
    if ($present.Count -eq 0) {
        if ($PSCmdlet.ShouldProcess($Domain, 'Federate')) {
            New-MgDomainFederationConfiguration -DomainId $Domain @settings | Out-Null
        }
    } elseif ($PSCmdlet.ShouldProcess($Domain, 'Update the federation')) {
        Update-MgDomainFederationConfiguration -DomainId $Domain -InternalDomainFederationId $present[0].Id @settings |
            Out-Null
    }
}

# What Entra ID holds now. Changes take minutes to an hour to act.
$now = @(Get-MgDomainFederationConfiguration -DomainId $Domain -ErrorAction SilentlyContinue)
Write-Host ('Domain ' + $Domain + ': ' + (Get-MgDomain -DomainId $Domain).AuthenticationType)
foreach ($name in ($settings.Keys | Sort-Object)) {
    $held = ''
    if ($now.Count -gt 0) {
        $held = [string] $now[0].$name
    }
    [pscustomobject] @{
        Setting = $name
        Same    = ($held -ceq [string] $settings[$name])
        Held    = $held
        Wanted  = $settings[$name]
    }
}
