param(
    [string] $Jobs,
    [string] $Dest,
    [string] $Only,
    [string] $From,
    [string] $TokenFile,
    [switch] $List,
    [switch] $Check,
    [switch] $Strict,
    [switch] $Quiet,
    [switch] $Help
)

# What does the work is C#, which PowerShell compiles by itself: it is much faster, and
# fetches several files at a time without other programs.
$engine = @'
// powershell_*.cs
'@

# Paths as PowerShell means them: other programs do not know where it is.
function Get-FullPath([string] $path) {
    $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($path)
}

function Read-Token {
    $typed = Read-Host -Prompt 'MAST API token' -AsSecureString
    (New-Object System.Net.NetworkCredential -ArgumentList '', $typed).Password
}

# Tells whether PowerShell was started for this script alone.
function Test-OwnProcess {
    $name = [System.IO.Path]::GetFileName($PSCommandPath)
    foreach ($word in [System.Environment]::GetCommandLineArgs()) {
        if ($word.EndsWith($name)) { return $true }
    }
    return $false
}

if ($ExecutionContext.SessionState.LanguageMode -ne 'FullLanguage') {
    $ErrorActionPreference = 'Continue'
    Write-Error 'PowerShell is restricted on this machine: use the Python script'
    exit 2
}

$ErrorActionPreference = 'Stop'

# No other program gets to see the token.
$token = $env:MAST_API_TOKEN
$env:MAST_API_TOKEN = $null
$run = $null
$status = 2
$isOver = $false
try {
    $program = 'pwsh'
    $libraries = @{}
    if ($PSVersionTable.PSVersion.Major -lt 6) {
        $program = 'powershell'
        $libraries['ReferencedAssemblies'] = 'System.Net.Http'
    }
    Add-Type -TypeDefinition $engine -IgnoreWarnings @libraries

    $given = @{}
    foreach ($name in $PSBoundParameters.Keys) {
        $given[$name] = [string] $PSBoundParameters[$name]
    }
    foreach ($name in 'Dest', 'From', 'TokenFile') {
        if ($given[$name]) { $given[$name] = Get-FullPath $given[$name] }
    }

    $run = New-Object Skybasket.Run -ArgumentList $PSCommandPath, $program, (Get-FullPath '.')
    $isReady = $run.Begin($given, [string[]] $args, $token)
    if ($isReady -and $run.AsksForToken) { $isReady = $run.Answer((Read-Token)) }
    if ($isReady) { $run.Start() }
    while (-not $run.IsOver) { $run.Take(200) }
    $status = $run.Status
    $isOver = $true
}
catch {
    [System.Console]::Error.WriteLine($_.Exception.Message)
    if ($run) { $run.Interrupt() }
    $isOver = $true
}
finally {
    $env:MAST_API_TOKEN = $token
    # Ctrl+C ends the script here.
    if (-not $isOver) {
        if ($run) { $run.Interrupt() }
        if (Test-OwnProcess) { [System.Environment]::Exit(130) }
    }
}
exit $status
