package PVE::AccessControl;

# The one function of it that administrators' scripts borrow: a login ticket, made without a password
# by whoever may read the cluster's private key.

use strict;
use warnings;

use File::Temp;
use MIME::Base64;

my $authprivkeyfn = '/etc/pve/priv/authkey.key';

sub assemble_ticket {
    my ($username) = @_;

    die "unable to get private auth key - $authprivkeyfn: No such file or directory\n"
        if !-e $authprivkeyfn;

    my $plain = sprintf("PVE:%s:%08X", $username, time());

    my $data = File::Temp->new();
    print $data $plain;
    close($data);

    open(my $openssl, '-|', 'openssl', 'dgst', '-sha1', '-sign', $authprivkeyfn, $data->filename)
        or die "unable to run openssl: $!\n";
    binmode($openssl);
    local $/;
    my $signature = <$openssl>;
    close($openssl) or die "signing the ticket failed\n";

    return "${plain}::" . encode_base64($signature, '');
}

1;
